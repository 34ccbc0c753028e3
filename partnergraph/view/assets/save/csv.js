// Rows as CSV, safe to open in a spreadsheet.

// A spreadsheet would run a text that begins like a formula; behind an apostrophe it stays a text.
export function csvCell(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = /^[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replace(/"/g, '""')}"` : harmless;
}

// The mark at the start tells Excel that the file is UTF-8.
export const csvText = (rows) => `\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;

// Names, numbers and dates as words.
export const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
export const amountNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });
export const scoreNumber = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
export const plural = (count, one, many) => `${wholeNumber.format(count)} ${count === 1 ? one : many}`;

// ASSEMBLY_PLANT and FederalDistrict as words: Assembly plant, Federal district.
export function words(name) {
  const text = /[a-z]/.test(name) ? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ') : name.replace(/_/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

export function countryName(code) {
  try {
    return regionNames.of(code);
  } catch {
    return code;
  }
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const seasons = new Map([['21', 'spring'], ['22', 'summer'], ['23', 'autumn'], ['24', 'winter']]);

// A single date in EDTF, without what marks it as uncertain: as much of it as is said.
function plainDate(date) {
  const [year, month, day] = date.split('-');
  if (year.endsWith('XX')) return `${year.slice(0, 2)}00 to ${year.slice(0, 2)}99`;
  if (year.endsWith('X')) return `${year.slice(0, 3)}0s`;
  if (!month || month === 'XX') return year;
  if (seasons.has(month)) return `${seasons.get(month)} ${year}`;
  const name = `${months[Number(month) - 1]} ${year}`;
  return day && day !== 'XX' ? `${Number(day)} ${name}` : name;
}

// 2021-03-15 as "15 March 2021", 1995~ as "about 1995", 1995/1996 as "between 1995 and 1996". What is no date stays.
export function dateWords(date) {
  const [first, last] = date.split('/');
  if (last !== undefined) {
    if (['', '..'].includes(first)) return `${dateWords(last)} or before`;
    return ['', '..'].includes(last) ? `${dateWords(first)} or later` : `between ${dateWords(first)} and ${dateWords(last)}`;
  }
  const [, said, sign] = /^(\d{2}(?:XX|\dX|\d{2})(?:-(?:0[1-9]|1[0-2]|2[1-4]|XX)(?:-(?:\d{2}|XX))?)?)([?~%]?)$/.exec(date) ?? [];
  if (said === undefined) return date;
  return `${'~%'.includes(sign || ' ') ? 'about ' : ''}${plainDate(said)}${'?%'.includes(sign || ' ') ? ' (doubtful)' : ''}`;
}

export function period(fact) {
  if (fact.date && fact.until && fact.date !== fact.until) return `${dateWords(fact.date)} – ${dateWords(fact.until)}`;
  if (fact.date) return dateWords(fact.date);
  return fact.until ? `until ${dateWords(fact.until)}` : '';
}

export const amountWords = (fact) => (fact.amount === undefined ? '' : [amountNumber.format(fact.amount), fact.unit].filter(Boolean).join(' '));

const longest = 34;

export function shortened(name, most = longest) {
  const letters = [...name];
  return letters.length > most ? `${letters.slice(0, most - 1).join('').trimEnd()}…` : name;
}

export const compactNumber = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
export const valueWords = (value) => (Number.isInteger(value) && Math.abs(value) < 10000 ? wholeNumber.format(value) : compactNumber.format(value));

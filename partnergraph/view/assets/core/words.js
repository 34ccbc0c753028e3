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

// 2021-03-15 as "15 March 2021"; as much of it as is known.
export function dateWords(date) {
  const [year, month, day] = date.split('-');
  if (!month) return year;
  const name = `${months[Number(month) - 1]} ${year}`;
  return day ? `${Number(day)} ${name}` : name;
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

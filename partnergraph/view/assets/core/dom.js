// Elements are built from text; nothing in the data is ever read as markup.
const byId = (id) => document.getElementById(id);

function element(tag, options = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) {
    if (name === 'class') made.className = value;
    else if (name === 'on') for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined && child !== ''));
  return made;
}

// A name keeps its writing direction to itself, whatever control characters it holds.
const isolated = (text) => element('bdi', {}, String(text));

const button = (act, options, ...children) => element('button', { type: 'button', ...options, on: { click: act } }, ...children);

// Only addresses of the web become links; anything else is shown as the text it is.
function link(address, text) {
  let url;
  try {
    url = new URL(address);
  } catch {
    return isolated(text);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return isolated(text);
  return element('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer' }, isolated(text));
}

const wholeNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const amountNumber = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });
const scoreNumber = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
const plural = (count, one, many) => `${wholeNumber.format(count)} ${count === 1 ? one : many}`;

// ASSEMBLY_PLANT and FederalDistrict as words: Assembly plant, Federal district.
function words(name) {
  const text = /[a-z]/.test(name) ? name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ') : name.replace(/_/g, ' ');
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'code' });

function countryName(code) {
  try {
    return regionNames.of(code);
  } catch {
    return code;
  }
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

// 2021-03-15 as "15 March 2021"; as much of it as is known.
function dateWords(date) {
  const [year, month, day] = date.split('-');
  if (!month) return year;
  const name = `${months[Number(month) - 1]} ${year}`;
  return day ? `${Number(day)} ${name}` : name;
}

function period(fact) {
  if (fact.date && fact.until && fact.date !== fact.until) return `${dateWords(fact.date)} – ${dateWords(fact.until)}`;
  if (fact.date) return dateWords(fact.date);
  return fact.until ? `until ${dateWords(fact.until)}` : '';
}

const amountWords = (fact) => (fact.amount === undefined ? '' : [amountNumber.format(fact.amount), fact.unit].filter(Boolean).join(' '));

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const narrow = matchMedia('(max-width: 820px)');

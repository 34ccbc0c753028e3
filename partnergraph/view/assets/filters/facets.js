// Filters by country, amount and source.
import { facts, nodes, sources } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { plainText } from '../core/search_text.js';
import { whenChanged } from '../core/state.js';
import { amountNumber, countryName, wholeNumber } from '../core/words.js';
import { choose, chosen, countryCodes, toggled, units } from './filters.js';
import { checkbox } from './legend.js';
import { combobox } from '../panel/combobox.js';
import { sourceWords } from '../panel/facts.js';

function drawCountries() {
  const counts = new Map([...countryCodes].map((code) => [code, 0]));
  for (const { from, to } of facts) {
    for (const code of new Set([nodes[from].country, nodes[to].country])) if (code !== undefined) counts.set(code, counts.get(code) + 1);
  }
  const most = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || countryName(a).localeCompare(countryName(b), 'en'));
  const items = most.map((code) => {
    const box = element('input', { type: 'checkbox', 'data-country': code });
    box.addEventListener('change', () => choose({ countries: toggled(chosen.countries, code) }));
    whenChanged('filters', () => {
      box.checked = chosen.countries.has(code);
    });
    return element('li', {}, element('label', { class: 'check' }, box, element('span', { class: 'name' }, isolated(countryName(code))), element('span', { class: 'count' }, wholeNumber.format(counts.get(code)))));
  });
  byId('country-list').replaceChildren(...items);
  byId('countries').hidden = !items.length;
  checkbox(byId('both-ends'), 'bothEnds');
}

// What the amounts of one unit reach from and to.
function amountSpan(unit) {
  const found = facts.filter((fact) => fact.amount !== undefined && (fact.unit ?? '') === unit).map((fact) => fact.amount);
  return [Math.min(...found), Math.max(...found)];
}

function drawAmounts() {
  const { unit } = chosen;
  byId('unit').value = unit === null ? 'any' : `unit:${unit}`;
  for (const [id, key, at] of [['least', 'least', 0], ['most', 'most', 1]]) {
    byId(id).disabled = unit === null;
    byId(id).placeholder = unit === null ? '' : String(amountSpan(unit)[at]);
    if (document.activeElement !== byId(id)) byId(id).value = chosen[key] ?? '';
  }
  const said = unit === null ? [] : amountSpan(unit).map((amount) => amountNumber.format(amount));
  byId('amount-span').textContent = unit === null ? '' : `Known: ${said[0] === said[1] ? said[0] : said.join(' to ')} ${unit}`;
}

function startAmounts() {
  const select = byId('unit');
  select.append(element('option', { value: 'any' }, 'with or without an amount'));
  const most = [...units.keys()].sort((a, b) => units.get(b) - units.get(a) || String(a).localeCompare(String(b), 'en'));
  for (const unit of most) select.append(element('option', { value: `unit:${unit ?? ''}` }, `in ${unit ?? 'no unit'} (${units.get(unit)})`));
  select.addEventListener('change', () => {
    choose({ unit: select.value === 'any' ? null : select.value.slice(5), least: null, most: null });
  });
  for (const key of ['least', 'most']) {
    byId(key).addEventListener('input', () => {
      const { value, valueAsNumber } = byId(key);
      choose({ [key]: value === '' || !Number.isFinite(valueAsNumber) ? null : valueAsNumber });
    });
  }
  byId('amounts').hidden = !units.size;
  whenChanged('filters', drawAmounts);
}

const MOST_SOURCES = 8;
const searchableSources = sources.map(({ title, author, year, locator }) => plainText([title, author, year, locator].filter((part) => part !== undefined).join(' ')));

// How often each source is cited: what stands behind most comes first.
export const citations = new Map();
for (const fact of facts) for (const row of fact.sources) citations.set(row, (citations.get(row) || 0) + 1);

export function sourcesNamed(wanted) {
  const parts = wanted.split(/\s+/);
  const found = [...sources.keys()].filter((row) => parts.every((part) => searchableSources[row].includes(part)));
  return found.sort((a, b) => (citations.get(b) || 0) - (citations.get(a) || 0) || a - b);
}

function drawSources() {
  const chips = [...chosen.sources].map((row) => {
    const drop = button(() => {
      choose({ sources: toggled(chosen.sources, row) });
      byId('source').focus();
    }, { class: 'drop', 'aria-label': `Without ${sources[row].title}` }, '×');
    return element('li', {}, element('span', {}, ...sourceWords(sources[row])), drop);
  });
  byId('source-chips').replaceChildren(...chips);
}

function startSources() {
  combobox(byId('source'), byId('source-list'), {
    find: (wanted) => sourcesNamed(wanted).slice(0, MOST_SOURCES),
    show: (row) => [element('span', {}, ...sourceWords({ ...sources[row], url: undefined }))],
    none: 'No source with these words',
    choose(row) {
      choose({ sources: new Set([...chosen.sources, row]) });
      return '';
    },
  });
  byId('source-filter').hidden = !sources.length;
  whenChanged('filters', drawSources);
}

export function startFacets() {
  drawCountries();
  startAmounts();
  startSources();
}

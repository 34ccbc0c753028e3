// Two years side by side: what came and went between them, in the picture, and who rose and fell, as
// `partnergraph rank --compare` tells it.
import { data, facts, factsOf, isDated, nodeNames, nodes, yearBegun } from '../core/data.js';
import { byId, element } from '../core/dom.js';
import { keepInLink } from '../core/link.js';
import { listed, unlisted } from '../core/link_text.js';
import { selectNode } from '../core/selection.js';
import { setQuietly, setState, state, whenChanged } from '../core/state.js';
import { dateWords, scoreNumber, wholeNumber } from '../core/words.js';
import { daysOf } from '../filters/answers.js';
import { timeWords } from '../filters/counts.js';
import { visible } from '../filters/filters.js';
import { nodeButton } from './facts.js';
import { canFollow, valuesAmong } from './live_measures.js';
import { ranked } from './order.js';
import { sortableTable } from './tables.js';

const YEARS_APART = 5;
const measureNow = () => (canFollow(state.rankBy) ? state.rankBy : 'degree');

// The latest year in which anything is said to have begun, and one some years before it.
function yearsAtFirst() {
  const begun = facts.map(yearBegun).filter((year) => year !== undefined).map(Number);
  if (!begun.length) return null;
  const [least, most] = begun.reduce(([low, high], year) => [Math.min(low, year), Math.max(high, year)], [Infinity, -Infinity]);
  const text = (year) => String(year).padStart(4, '0');
  return { first: text(Math.max(most - YEARS_APART, Math.min(least, most - 1))), second: text(most) };
}

// One entry a party of either year: its ranks and values there, and how many of its facts came and went.
function standings() {
  const [first, second] = ['went', 'came'].map((only) => {
    const rows = [...visible.facts].filter((row) => ['same', only].includes(visible.trend.get(row)));
    return new Map(ranked(valuesAmong(rows, measureNow()), nodeNames).map(({ row, rank, value }) => [row, { rank, value }]));
  });
  const count = (row, trend) => factsOf[row].filter((fact) => visible.facts.has(fact) && visible.trend.get(fact) === trend).length;
  return [...new Set([...second.keys(), ...first.keys()])].map((row) => {
    const [before, after] = [first.get(row), second.get(row)];
    const change = before && after ? before.rank - after.rank : null;
    return { row, before, after, change, came: count(row, 'came'), went: count(row, 'went') };
  });
}

function changeWords({ before, after, change }) {
  if (!before) return 'came';
  if (!after) return 'went';
  return change > 0 ? `↑ ${wholeNumber.format(change)}` : change < 0 ? `↓ ${wholeNumber.format(-change)}` : '=';
}

const sorting = { column: -1, down: false };

function comparedTable() {
  const { label } = data.measures.list.find(({ name }) => name === measureNow());
  const [first, second] = [state.compared.first, state.compared.second].map(dateWords);
  const columns = [
    { name: 'Name' },
    { name: first, numeric: true, doc: `Rank by ${label}, ${first}` },
    { name: second, numeric: true, doc: `Rank by ${label}, ${second}` },
    { name: 'Change', numeric: true, doc: 'Places gained or lost' },
    { name: 'Facts', doc: 'Its facts that came and went' },
  ];
  const title = (each) => (each ? `${label}: ${scoreNumber.format(each.value)}` : undefined);
  const rows = standings().map((each, place) => ({
    values: [nodes[each.row].name, each.before?.rank ?? null, each.after?.rank ?? null, each.change, each.came - each.went],
    place,
    node: each.row,
    choose: (row) => selectNode(row),
    cells: () => [
      element('th', { scope: 'row' }, nodeButton(each.row)),
      element('td', { class: 'number', title: title(each.before) }, each.before ? wholeNumber.format(each.before.rank) : '–'),
      element('td', { class: 'number', title: title(each.after) }, each.after ? wholeNumber.format(each.after.rank) : '–'),
      element('td', { class: 'number' }, changeWords(each)),
      element('td', {}, [each.came && `+${each.came}`, each.went && `−${each.went}`].filter(Boolean).join(' ')),
    ],
  }));
  const caption = `Ranked by ${label} among what is shown of each year, without whole countries and events. Choose a party for its facts.`;
  return sortableTable({ caption, columns, rows, sorted: sorting });
}

function drawCompare() {
  byId('key-compared').hidden = !state.compared;
  byId('key-plans').hidden = Boolean(state.compared);
  byId('compare-end').hidden = !state.compared;
  byId('compared-here').hidden = !state.compared;
  byId('compared-here').textContent = state.compared ? `comparing ${dateWords(state.compared.first)} and ${dateWords(state.compared.second)} ×` : '';
  for (const [id, key] of [['compare-first', 'first'], ['compare-second', 'second']]) {
    if (document.activeElement !== byId(id)) byId(id).value = state.compared?.[key] ?? '';
  }
  if (state.tab !== 'compare') return;
  byId('compare-tally').textContent = state.compared ? `${timeWords()}.` : 'Name two years.';
  byId('compare-table').replaceChildren(...(state.compared ? comparedTable().parts : []));
}

// Dates that are still being typed compare nothing new; what was compared stays.
function readYears() {
  const [first, second] = ['compare-first', 'compare-second'].map((id) => {
    const text = byId(id).value.trim();
    byId(id).setAttribute('aria-invalid', String(text !== '' && !daysOf(text)));
    return daysOf(text) ? text : null;
  });
  if (first && second) setState({ compared: { first, second } });
}

export function startCompare() {
  byId('tab-compare').hidden = !isDated;
  byId('tab-compare').addEventListener('click', () => {
    if (!state.compared) setState({ compared: yearsAtFirst() });
  });
  for (const id of ['compare-first', 'compare-second']) {
    byId(id).addEventListener('input', readYears);
    // A year that is typed takes the place of the one that stands there.
    byId(id).addEventListener('focus', ({ target }) => target.select());
  }
  const end = () => setState({ compared: null, tab: state.tab === 'compare' ? 'hubs' : state.tab });
  byId('compare-end').addEventListener('click', end);
  byId('compared-here').addEventListener('click', end);
  whenChanged('compared', () => Object.assign(sorting, { column: -1, down: false }));
  whenChanged(['visible', 'tab', 'rankBy', 'looks'], drawCompare);
}

keepInLink('compare', {
  on: 'compared',
  write: () => (state.compared ? listed([state.compared.first, state.compared.second]) : undefined),
  read(text) {
    const [first, second] = unlisted(text, (date) => daysOf(date) !== null);
    setQuietly({ compared: isDated && second !== undefined ? { first, second } : null });
  },
});

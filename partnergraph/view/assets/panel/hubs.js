// The hub ranking beside the picture. A row selects its node, and the selected node marks its row.
import { data, nodeNames, nodes } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { keepChoice } from '../core/link.js';
import { measures, sizes } from '../core/looks.js';
import { selectNode } from '../core/selection.js';
import { setQuietly, setState, state, whenChanged } from '../core/state.js';
import { plural, scoreNumber, words } from '../core/words.js';
import { countEnds, isFiltered, visible } from '../filters/filters.js';
import { nodeButton } from './facts.js';
import { canFollow, valuesNow } from './live_measures.js';
import { ranked } from './order.js';
import { sortableTable } from './tables.js';
import { drawWhy, whyButton } from './why.js';

const LIVE = 'shown now';

// What one can rank by: a ranking given with the network, the measures of the whole network, and counts of what is
// shown now.
const rankings = new Map([
  ...(data.hubs ? [['given', { label: 'As it was given' }]] : []),
  ...[...measures].map(([name, measure]) => [name, measure]),
  ['facts-shown', { label: `Facts, ${LIVE}`, live: 'facts' }],
  ['partners-shown', { label: `Partners, ${LIVE}`, live: 'partners' }],
]);

setQuietly({ rankBy: rankings.keys().next().value });
let hubTable = null;
const hubSorting = { column: -1, down: false };

function hubCell(column, value, node) {
  if (column === 'name') {
    const shownName = node === null ? isolated(value ?? '') : nodeButton(node);
    return element('th', { scope: 'row' }, shownName);
  }
  if (typeof value === 'number') return element('td', { class: 'number' }, scoreNumber.format(value));
  return element('td', {}, isolated(Array.isArray(value) ? value.join(', ') : value ?? ''));
}

const chooseHub = (row) => selectNode(row);

function givenHubs() {
  const { caption, columns, rows, nodes: rowNodes } = data.hubs;
  const heads = columns.map((name, at) => ({ name: words(name), numeric: rows.some((row) => typeof row[at] === 'number') }));
  const listedRows = rows.map((values, place) => ({
    values,
    place,
    node: rowNodes[place],
    choose: chooseHub,
    cells: () => values.map((value, at) => hubCell(columns[at], value, rowNodes[place])),
  }));
  return { caption, columns: heads, rows: listedRows };
}

// Whether a ranking is of what is shown now: measures follow the filters where they can be computed here.
const isNow = (ranking) => Boolean(ranking.live) || (isFiltered() && canFollow(ranking.name));

function measuredHubs(ranking) {
  const counted = countEnds();
  const now = isNow(ranking);
  const shownValues = () => (ranking.live ? counted[ranking.live].map((count, row) => (visible.nodes.has(row) ? count : null)) : valuesNow(ranking.name));
  const values = now ? shownValues() : ranking.values;
  const beside = ranking.live === 'facts' ? 'partners' : 'facts';
  const rows = ranked(values, nodeNames).map(({ row, rank, value }, place) => ({
    values: [rank, nodes[row].name, value, counted[beside][row]],
    place,
    node: row,
    choose: chooseHub,
    cells: () => [
      ...[rank, nodes[row].name, value, counted[beside][row]].map((cell, at) => hubCell(at === 1 ? 'name' : '', cell, row)),
      element('td', {}, whyButton(row, rank)),
    ],
  }));
  const caption = ranking.live
    ? `Counted over the ${plural(visible.facts.size, 'fact', 'facts')} shown now, whole countries among them.`
    : now ? `Each party's ${ranking.doc}, among the ${plural(visible.facts.size, 'fact', 'facts')} shown now.` : `Each party's ${ranking.doc}.`;
  const columns = [
    { name: 'Rank', numeric: true },
    { name: 'Name' },
    { name: ranking.live ? words(ranking.live) : ranking.label, numeric: true, doc: ranking.doc },
    { name: `${words(beside)} shown`, numeric: true, doc: beside === 'facts' ? 'Facts shown now' : 'Partners among the facts shown now' },
    { name: 'Why', fixed: true },
  ];
  return { caption, columns, rows };
}

// What the ranking counts, and whether that is what the picture shows.
function hubNote(ranking) {
  if (ranking.live) return undefined;
  if (isNow(ranking)) return element('p', { class: 'quiet small' }, 'Ranked as it is shown: without plans, whole countries and events, as in every ranking.');
  const about = element('details', {}, element('summary', {}, 'What was counted'), element('p', {}, isolated(state.rankBy === 'given' ? data.hubs.caption : data.measures.description)));
  if (!isFiltered()) return element('div', { class: 'quiet small' }, about);
  const now = button(() => setState({ rankBy: 'facts-shown' }), { class: 'more' }, 'Rank what is shown');
  const words_ = 'This ranking counts the whole network: the filters do not change it. ';
  return element('div', { class: 'quiet small' }, element('p', { class: 'warn' }, words_, now), about);
}

function drawHubs() {
  const ranking = rankings.get(state.rankBy);
  byId('rank-by').value = state.rankBy;
  byId('size-by').value = state.sizeBy;
  hubTable = sortableTable({ ...(state.rankBy === 'given' ? givenHubs() : measuredHubs(ranking)), sorted: hubSorting });
  byId('hub-table').replaceChildren(...[hubNote(ranking), ...hubTable.parts].filter(Boolean));
}

function options(select, entries, key) {
  select.append(...[...entries].map(([name, { label }]) => element('option', { value: name }, label)));
  select.addEventListener('change', () => setState({ [key]: select.value }));
}

export function startHubs() {
  options(byId('rank-by'), rankings, 'rankBy');
  options(byId('size-by'), sizes, 'sizeBy');
  // Another measure starts at its own top.
  whenChanged('rankBy', () => Object.assign(hubSorting, { column: -1, down: false }));
  whenChanged(['rankBy', 'visible', 'looks'], drawHubs);
  whenChanged(['rankBy', 'visible', 'looks', 'why'], drawWhy);
  whenChanged(['selection', 'tab'], () => {
    if (state.tab === 'hubs' && state.selection?.kind === 'node') hubTable.reveal(state.selection.row);
    else hubTable.mark();
  });
}

keepChoice('rank', 'rankBy', (name) => rankings.has(name));

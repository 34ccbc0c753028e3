// Real tables, sorted by a click on a heading: the facts and the parties that the picture shows.
import { data, facts, isLarge, nodes, sources } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { selectFact, selectNode } from '../core/selection.js';
import { setState, state, whenChanged } from '../core/state.js';
import { amountWords, countryName, period, plural, scoreNumber, wholeNumber, words } from '../core/words.js';
import { countEnds, visible } from '../filters/filters.js';
import { edgeSwatch } from '../picture/shapes.js';
import { nodeButton, sourceList, statusChip } from './facts.js';
import { sortRows } from './order.js';

const ROWS_AT_ONCE = isLarge ? 100 : 500;
// `rows` have `values` to sort by, `cells()` to show, and `node` where they stand for one; only as many as fit at once
// are built. `sorted` outlives the table, so that one drawn anew is sorted as before.
export function sortableTable({ caption, columns, rows, sorted = { column: -1, down: false } }) {
  let most = ROWS_AT_ONCE;
  const body = element('tbody');
  const more = button(() => fill((most += ROWS_AT_ONCE)), { class: 'more' }, 'Show more rows');
  // A column of buttons has nothing to be sorted by.
  const heads = columns.map(({ name, numeric, doc, fixed }, at) =>
    element('th', { scope: 'col', class: numeric ? 'number' : undefined }, fixed ? element('span', { class: 'quiet small' }, name) : button(() => sort(at), { title: doc }, name)),
  );

  function mark() {
    for (const line of body.children) {
      if (state.selection?.kind === 'node' && Number(line.dataset.node ?? NaN) === state.selection.row) line.setAttribute('aria-current', 'true');
      else line.removeAttribute('aria-current');
    }
  }
  function line(row) {
    const made = element('tr', { 'data-node': row.node ?? undefined }, ...row.cells());
    // The whole row answers the mouse; the name in it is a button for everybody.
    if (row.node !== undefined && row.node !== null) {
      made.addEventListener('click', (event) => {
        if (!event.target.closest('button, a')) row.choose(row.node);
      });
    }
    return made;
  }
  const inOrder = () => (sorted.column < 0 ? rows : sortRows(rows, sorted.column, sorted.down));
  function fill() {
    body.replaceChildren(...inOrder().slice(0, most).map(line));
    more.hidden = rows.length <= most;
    heads.forEach((head, place) => {
      if (place === sorted.column) head.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    mark();
  }
  function sort(at) {
    const again = sorted.column === at;
    // Numbers start with the largest: that is what one looks for.
    sorted.down = again ? !sorted.down : Boolean(columns[at].numeric) && columns[at].name !== 'Rank';
    sorted.column = at;
    fill();
  }
  // Bring the row of the selected node into sight.
  function reveal(node) {
    const place = inOrder().findIndex((row) => row.node === node);
    if (place >= most) {
      most = place + 1;
      fill();
    } else mark();
    if (place >= 0) body.children[place].scrollIntoView({ block: 'nearest' });
  }
  fill();
  const table = element('table', {}, element('caption', {}, caption), element('thead', {}, element('tr', {}, ...heads)), body);
  return { parts: [element('div', { class: 'scroll' }, table), more], mark, reveal };
}

const factColumns = ['Type', 'From', 'To', 'Date', 'Status', 'What', 'Amount', 'Source'];

function factCells(row) {
  const fact = facts[row];
  return [
    element('td', {}, button(() => selectFact(row), { class: 'node' }, edgeSwatch(fact.type), words(fact.type))),
    element('td', { 'data-head': 'From' }, nodeButton(fact.from)),
    element('td', { 'data-head': 'To' }, nodeButton(fact.to)),
    element('td', {}, period(fact)),
    element('td', {}, statusChip(fact.status)),
    element('td', { class: 'what' }, fact.title ? isolated(fact.title) : ''),
    element('td', { class: 'number' }, amountWords(fact) ? isolated(amountWords(fact)) : ''),
    element('td', {}, sourceList(fact, { brief: true })),
  ];
}

function factValues(fact) {
  const source = sources[fact.sources[0]];
  const ends = [nodes[fact.from].name, nodes[fact.to].name];
  return [fact.type, ...ends, fact.date || fact.until, fact.status, fact.title, fact.amount, source && (source.author || source.title)];
}

function factTable() {
  const rows = [...visible.facts].map((row) => ({ values: factValues(facts[row]), place: row, cells: () => factCells(row) }));
  const caption = `${wholeNumber.format(rows.length)} of ${plural(facts.length, 'fact', 'facts')}, as the filters leave them`;
  return { caption, rows, columns: factColumns.map((name) => ({ name, numeric: name === 'Amount' })), sorted: tableSorting.facts };
}

function nodeTable() {
  const counted = countEnds();
  const columns = [
    { name: 'Name' },
    { name: 'Type' },
    { name: 'Country' },
    { name: 'Lies in' },
    { name: 'Facts shown', numeric: true },
    { name: 'Partners shown', numeric: true },
    ...data.measures.list.map(({ label, doc }) => ({ name: `${label}, whole network`, doc, numeric: true })),
    { name: 'Group', numeric: true },
  ];
  const rows = [...visible.nodes].map((row) => {
    const node = nodes[row];
    const scores = data.measures.list.map(({ values }) => values[row]);
    const numbers = [counted.facts[row], counted.partners[row], ...scores, node.group === null ? null : node.group + 1];
    const texts = [words(node.type), node.country ? countryName(node.country) : ''];
    const place = node.in === undefined ? '' : nodes[node.in].name;
    return {
      values: [node.name, ...texts, place, ...numbers],
      place: row,
      node: row,
      choose: (chosenRow) => selectNode(chosenRow),
      cells: () => [
        element('th', { scope: 'row' }, nodeButton(row)),
        ...texts.map((text) => element('td', {}, text)),
        element('td', {}, node.in === undefined ? '' : nodeButton(node.in)),
        ...numbers.map((number, at) => element('td', { class: 'number', 'data-head': columns[at + 4].name }, number === null ? '' : scoreNumber.format(number))),
      ],
    };
  });
  const caption = `${wholeNumber.format(rows.length)} of ${plural(nodes.length, 'party or place', 'parties and places')}, as the filters leave them`;
  return { caption, rows, columns, sorted: tableSorting.nodes };
}

const tableSorting = { facts: { column: -1, down: false }, nodes: { column: -1, down: false } };

function drawTable() {
  if (state.view !== 'table') return;
  for (const name of ['facts', 'nodes']) byId(`table-${name}`).setAttribute('aria-pressed', String(state.table === name));
  byId('table').replaceChildren(...sortableTable(state.table === 'facts' ? factTable() : nodeTable()).parts);
}

export function startTable() {
  for (const name of ['facts', 'nodes']) byId(`table-${name}`).addEventListener('click', () => setState({ table: name }));
  whenChanged(['view', 'visible', 'looks', 'table'], drawTable);
}

// The hub ranking and the table of facts: real tables, sorted by a click on a heading.
const ROWS_AT_ONCE = 500;

function compared(a, b) {
  // Empty cells come last, whichever way the column is sorted.
  const empty = (value) => value === null || value === undefined || value === '';
  if (empty(a) || empty(b)) return empty(a) - empty(b);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

function sortRows(rows, column, down) {
  const sign = down ? -1 : 1;
  const empty = (row) => row.values[column] === null || row.values[column] === undefined || row.values[column] === '';
  return [...rows].sort((a, b) => (empty(a) || empty(b) ? 1 : sign) * compared(a.values[column], b.values[column]) || a.place - b.place);
}

// `rows` have `values` to sort by and `cells()` to show; only as many as fit at once are built.
function sortableTable({ caption, columns, rows }) {
  let sorted = { column: -1, down: false };
  let most = ROWS_AT_ONCE;
  const body = element('tbody');
  const more = button(() => fill((most += ROWS_AT_ONCE)), { class: 'more' }, 'Show more rows');
  const heads = columns.map(({ name, numeric }, at) =>
    element('th', { scope: 'col', class: numeric ? 'number' : undefined }, button(() => sort(at), {}, name)),
  );
  function fill() {
    const inOrder = sorted.column < 0 ? rows : sortRows(rows, sorted.column, sorted.down);
    body.replaceChildren(...inOrder.slice(0, most).map((row) => element('tr', {}, ...row.cells())));
    more.hidden = rows.length <= most;
  }
  function sort(at) {
    const again = sorted.column === at;
    // Numbers start with the largest: that is what one looks for.
    sorted = { column: at, down: again ? !sorted.down : Boolean(columns[at].numeric) && columns[at].name !== 'Rank' };
    heads.forEach((head, place) => {
      if (place === at) head.setAttribute('aria-sort', sorted.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    fill();
  }
  fill();
  const table = element('table', {}, element('caption', {}, caption), element('thead', {}, element('tr', {}, ...heads)), body);
  return [element('div', { class: 'scroll' }, table), more];
}

function hubCell(column, value, node) {
  if (column === 'name') {
    const shownName = node === null ? isolated(value ?? '') : nodeButton(node);
    return element('th', { scope: 'row' }, shownName);
  }
  if (typeof value === 'number') return element('td', { class: 'number' }, scoreNumber.format(value));
  return element('td', {}, isolated(Array.isArray(value) ? value.join(', ') : value ?? ''));
}

function drawHubs() {
  const { columns, rows, nodes: rowNodes } = data.hubs;
  const heads = columns.map((name, at) => ({ name: words(name), numeric: rows.some((row) => typeof row[at] === 'number') }));
  const listed = rows.map((values, place) => ({
    values,
    place,
    cells: () => values.map((value, at) => hubCell(columns[at], value, rowNodes[place])),
  }));
  byId('hubs').replaceChildren(...sortableTable({ caption: data.hubs.caption, columns: heads, rows: listed }));
}

const factColumns = ['Type', 'From', 'To', 'Date', 'Status', 'What', 'Amount', 'Source'];

function factCells(row) {
  const fact = facts[row];
  return [
    element('td', {}, button(() => selectFact(row), { class: 'node' }, edgeSwatch(fact.type), words(fact.type))),
    element('td', {}, nodeButton(fact.from)),
    element('td', {}, nodeButton(fact.to)),
    element('td', {}, period(fact)),
    element('td', {}, statusChip(fact.status)),
    element('td', { class: 'what' }, isolated(fact.title || '')),
    element('td', { class: 'number' }, isolated(amountWords(fact))),
    element('td', {}, sourceList(fact, { brief: true })),
  ];
}

function factValues(fact) {
  const source = sources[fact.sources[0]];
  const ends = [nodes[fact.from].name, nodes[fact.to].name];
  return [fact.type, ...ends, fact.date || fact.until, fact.status, fact.title, fact.amount, source && (source.author || source.title)];
}

function drawFactTable() {
  if (byId('table-view').hidden) return;
  const rows = [...visible.facts].map((row) => ({ values: factValues(facts[row]), place: row, cells: () => factCells(row) }));
  const caption = `${wholeNumber.format(rows.length)} of ${plural(facts.length, 'fact', 'facts')}, as the filters leave them`;
  const columns = factColumns.map((name) => ({ name, numeric: name === 'Amount' }));
  byId('table-view').replaceChildren(...sortableTable({ caption, columns, rows }));
}

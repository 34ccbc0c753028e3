// How rows are put in order: by a column, or by a measure with a rank.
const isEmpty = (value) => value === null || value === undefined || value === '';

function compared(a, b) {
  // Empty cells come last, whichever way the column is sorted.
  if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
}

export function sortRows(rows, column, down) {
  const sign = (a, b) => (down && !isEmpty(a.values[column]) && !isEmpty(b.values[column]) ? -1 : 1);
  return [...rows].sort((a, b) => sign(a, b) * compared(a.values[column], b.values[column]) || a.place - b.place);
}

// Equal values share a rank and the next ones are skipped.
export function ranked(values, names) {
  const rows = [...values.keys()].filter((row) => values[row] !== null);
  rows.sort((a, b) => values[b] - values[a] || names[a].localeCompare(names[b], 'en') || a - b);
  let rank = 0;
  return rows.map((row, at) => {
    if (!at || values[row] !== values[rows[at - 1]]) rank = at + 1;
    return { row, rank, value: values[row] };
  });
}

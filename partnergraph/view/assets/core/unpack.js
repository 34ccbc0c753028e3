// The rows of the data block, which are written as columns.
function unpacked({ rows, columns }) {
  const made = Array.from({ length: rows }, () => ({}));
  for (const [name, column] of Object.entries(columns)) {
    made.forEach((row, at) => {
      if (Array.isArray(column)) row[name] = column[at];
      else if ('all' in column) row[name] = column.all;
      else if (column.at[at] >= 0) row[name] = column.words[column.at[at]];
    });
  }
  return made;
}

export function readData() {
  const read = JSON.parse(document.getElementById('data').textContent);
  for (const name of ['nodes', 'facts', 'sources']) read[name] = unpacked(read[name]);
  for (const name of ['nodes', 'edges']) read.drawing[name] = unpacked(read.drawing[name]);
  return read;
}

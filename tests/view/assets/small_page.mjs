// Stands in for the page that a script expects around it: a data block with a small network, and no window.
//
//   a -- b -- d        facts 0, 1 (2001, 2010), 2 (2005)
//   a -- c -- d        facts 3 (undated), 4, 5
//   r -- d             fact 6; a lies in r
// As view/data/packing.py packs them: a column that not every row has names its words, and -1 for none.
const packed = (values) => (values.includes(undefined) ? { words: values, at: values.map((value, at) => (value === undefined ? -1 : at)) } : values);
const table = (rows) => ({ rows: rows.length, columns: Object.fromEntries([...new Set(rows.flatMap(Object.keys))].map((name) => [name, packed(rows.map((row) => row[name]))])) });
const fact = (id, from, to, years) => ({ id, from, to, type: 'TWINNING', status: 'active', sources: [0], ...(years ? { startsFrom: `${years}-01-01`, startsBy: `${years}-12-31`, date: String(years) } : {}) });

export const network = {
  title: 'Small',
  nodeTypes: [{ name: 'City' }, { name: 'Region' }],
  edgeTypes: [{ name: 'TWINNING', partnership: true }, { name: 'LOCATED_IN', partnership: false }],
  statuses: [{ name: 'active' }, { name: 'planned', aside: 'planned' }, { name: 'suspended', aside: 'suspended' }],
  measures: { aside: ['Country', 'Event'], list: [] },
  nodes: table([
    { id: 'a', type: 'City', name: 'A', country: 'BY', in: 4, facts: 2 },
    { id: 'b', type: 'City', name: 'B', country: 'RU', facts: 3 },
    { id: 'c', type: 'City', name: 'C', country: 'RU', facts: 3 },
    { id: 'd', type: 'City', name: 'D', country: 'RU', facts: 4 },
    { id: 'r', type: 'Region', name: 'R', country: 'BY', facts: 1 },
  ]),
  facts: table([fact('ab', 0, 1, 2001), fact('bd1', 1, 3, 2010), fact('bd2', 1, 3, 2005), fact('ac', 0, 2), fact('cd', 2, 3, 2001), fact('dc', 3, 2, 2003), fact('rd', 4, 3, 2020)]),
  sources: table([{ id: 's0', title: 'A book' }]),
  drawing: { nodes: table([]), edges: table([]) },
};

globalThis.document = { getElementById: (id) => (id === 'data' ? { textContent: JSON.stringify(network) } : null), querySelector: () => null };
globalThis.location = { hash: '', protocol: 'file:', href: 'file:///page.html' };

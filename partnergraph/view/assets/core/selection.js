// The node or the fact that is selected, and who brings it into sight.
import { facts, nodes, rowOfFact } from './data.js';
import { keepInLink, nodeInLink } from './link.js';
import { listed, unlisted } from './link_text.js';
import { narrow } from './media.js';
import { showSheet } from './sheets.js';
import { setQuietly, setState, state } from './state.js';

// How each view that shows places in the plane brings some nodes into sight: viewers.picture, viewers.map.
export const viewers = {};

// Whoever listens is given { stay }, which is for a click in the picture: the picture keeps its place and the focus.
const followers = [];
export const whenSelected = (act) => followers.push(act);

function select(kind, row, stay) {
  setState({ selection: { kind, row }, tab: 'details', view: viewers[state.view] ? state.view : 'picture' });
  if (narrow.matches) showSheet('panel');
  for (const act of followers) act({ stay });
  if (!stay || narrow.matches) viewers[state.view].moveTo(kind === 'node' ? [row] : [facts[row].from, facts[row].to]);
}

export const selectNode = (row, { stay = false } = {}) => select('node', row, stay);
export const selectFact = (row, { stay = false } = {}) => select('fact', row, stay);

export function clearSelection() {
  setState({ selection: null, steps: 1, tab: state.tab === 'details' ? 'hubs' : state.tab });
  if (narrow.matches) showSheet('none');
}

keepInLink('node', {
  on: 'selection',
  write: () => (state.selection?.kind === 'node' ? listed([nodes[state.selection.row].id]) : undefined),
  read(text) {
    const row = nodeInLink(text);
    setQuietly({ selection: row === null ? null : { kind: 'node', row } });
  },
});

keepInLink('fact', {
  on: 'selection',
  write: () => (state.selection?.kind === 'fact' ? listed([facts[state.selection.row].id]) : undefined),
  read(text) {
    const id = unlisted(text, (one) => rowOfFact.has(one))[0];
    if (id !== undefined) setQuietly({ selection: { kind: 'fact', row: rowOfFact.get(id) } });
  },
});

keepInLink('steps', {
  on: 'steps',
  write: () => (state.steps === 1 ? undefined : String(state.steps)),
  read(text) {
    setQuietly({ steps: ['2', '3'].includes(text) ? Number(text) : 1 });
  },
});

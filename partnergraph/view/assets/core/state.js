// What the person has chosen, in one place. Whoever changes it says so with setState or announce; whoever shows it
// listens with whenChanged. Nodes and facts are rows; a link after # names them by their ids.
const state = {
  view: 'picture', // or 'map', 'table'
  tab: 'hubs', // of the panel: or 'details', 'paths', 'groups'
  selection: null, // { kind: 'node' or 'fact', row }
  steps: 1, // how far the neighbourhood of a selected node reaches: 1, 2 or 3
  nearby: null, // { row, steps } of a neighbourhood that is shown alone
  path: { from: null, to: null }, // rows of two nodes whose path is sought
  group: null, // the number of a community to stay strong, or null
  colourBy: 'type', // or 'group'
  sizeBy: 'facts', // all partnership facts; or the name of a measure
  theme: 'auto', // or 'light', 'dark'
  filters: null, // see filters.js
};

const listeners = [];
let waiting = null;

// `keys` is one name or several, of those above or of filters' outcome, `visible`; `act` is given what has changed.
// Listeners are called in the order in which they came, once for each change.
function whenChanged(keys, act) {
  listeners.push({ keys: [].concat(keys), act });
}

// Say that something has changed. What a listener changes in turn is told after all have heard the first.
function announce(...keys) {
  if (waiting) {
    keys.forEach((key) => waiting.add(key));
    return;
  }
  waiting = new Set(keys);
  try {
    while (waiting.size) {
      const now = waiting;
      waiting = new Set();
      for (const { keys: wanted, act } of listeners) if (wanted.some((key) => now.has(key))) act(now);
    }
  } finally {
    waiting = null;
  }
}

// Only what differs is set and told. A new object, such as another selection, always differs.
function setState(values) {
  const keys = Object.keys(values).filter((key) => state[key] !== values[key]);
  if (!keys.length) return;
  Object.assign(state, values);
  announce(...keys);
}

// What the link after # holds, part by part. `write` returns a text, or undefined for what is as it was at the start;
// `read` is given the text (undefined where the link has none) and sets the state without a word: all is announced
// together. It ignores what it cannot understand: a link is written by anybody.
const linkParts = [];
const keepInLink = (name, { on, write, read }) => linkParts.push({ name, on: [].concat(on), write, read });

// How each view that shows places in the plane brings some nodes into sight: viewers.picture, viewers.map.
const viewers = {};

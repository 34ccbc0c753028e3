// What the person has chosen, in one place. Whoever changes it says so with setState or announce; whoever shows it
// listens with whenChanged. Nodes and facts are rows; a link after # names them by their ids.
export const state = {
  view: 'picture', // or 'map', 'table'
  tab: 'hubs', // of the panel: or 'details', 'paths', 'groups'
  selection: null, // { kind: 'node' or 'fact', row }
  steps: 1, // how far the neighbourhood of a selected node reaches: 1, 2 or 3
  compared: null, // { first, second }: two dates that are shown side by side
  nearby: null, // { row, steps } of a neighbourhood that is shown alone
  path: { from: null, to: null }, // rows of two nodes whose path is sought
  group: null, // the number of a community to stay strong, or null
  colourBy: 'type', // or 'group'
  sizeBy: 'ranked', // as they are ranked; or 'facts', all partnership facts; or the name of a measure
  theme: 'auto', // or 'light', 'dark'
  table: 'facts', // or 'nodes'
  rankBy: null, // the name of one of the rankings of hubs.js
  why: null, // the row of a node whose rank is explained
  through: 'partners', // or 'places', 'countries': what a path may lead through
  route: 0, // which of several equally short paths
  at: null, // { x, y, scale } where the picture stands, once the person has moved it
  mapAt: null, // the same of the map
  mapMeasure: 'facts', // or 'partners', 'amount:TYPE:unit', 'none': what colours the regions
};

const listeners = [];
let waiting = null;

// `keys` is one name or several, of those above or of filters' outcome, `visible`; `act` is given what has changed.
// Listeners are called in the order in which they came, once for each change.
export function whenChanged(keys, act) {
  listeners.push({ keys: [].concat(keys), act });
}

// Say that something has changed. What a listener changes in turn is told after all have heard the first.
export function announce(...keys) {
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
export function setState(values) {
  const keys = Object.keys(values).filter((key) => state[key] !== values[key]);
  if (!keys.length) return;
  Object.assign(state, values);
  announce(...keys);
}

// For what a link says, which is announced together, and for what nobody need hear of.
export function setQuietly(values) {
  Object.assign(state, values);
}

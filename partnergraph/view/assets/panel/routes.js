// The shortest paths between two nodes, and those who are partners of both. Facts that the filters hide do not count.
import { byDate, facts, factsOf, insideOf, nodes, partnerOf } from '../core/data.js';
import { keepChoice, keepInLink, nodeInLink } from '../core/link.js';
import { listed } from '../core/link_text.js';
import { announce, setQuietly, setState, state, whenChanged } from '../core/state.js';
import { visible } from '../filters/filters.js';

export const MOST_ROUTES = 60;
export const throughs = new Map([
  ['partners', 'partners only, not whole countries'],
  ['places', 'partners, and from a place to where it lies'],
  ['countries', 'partners, whole countries among them'],
]);

const isCountry = (row) => nodes[row].type === 'Country';

// The nodes one step away with the facts that lead there; a step to the place around or inside has none.
function stepsFrom(row, through, ends) {
  const next = new Map();
  const open = (node) => through === 'countries' || !isCountry(node) || ends.includes(node);
  for (const fact of factsOf[row]) {
    const partner = partnerOf(facts[fact], row);
    if (partner !== row && visible.facts.has(fact) && open(partner)) next.set(partner, [...(next.get(partner) || []), fact]);
  }
  if (through === 'places') {
    const places = nodes[row].in === undefined ? insideOf[row] : [nodes[row].in, ...insideOf[row]];
    for (const place of places) if (place !== row && open(place) && !next.has(place)) next.set(place, []);
  }
  return next;
}

// All shortest paths as lists of nodes, up to a number; those with more facts along them come first.
function routesBetween(from, to, through) {
  if (from === to) return [];
  const before = new Map([[from, []]]);
  let rim = [from];
  while (rim.length && !before.has(to)) {
    const reached = new Map();
    for (const node of rim) {
      for (const next of stepsFrom(node, through, [from, to]).keys()) {
        if (!before.has(next)) reached.set(next, [...(reached.get(next) || []), node]);
      }
    }
    for (const [node, ways] of reached) before.set(node, ways);
    rim = [...reached.keys()];
  }
  if (!before.has(to)) return [];
  let found = [[to]];
  while (found[0][0] !== from) found = found.flatMap((way) => before.get(way[0]).map((node) => [node, ...way])).slice(0, 2000);
  const routes = found.map((way) => {
    const steps = way.slice(1).map((node, at) => ({ from: way[at], to: node, facts: stepsFrom(way[at], through, [from, to]).get(node).sort(byDate) }));
    return { nodes: way, steps, weight: steps.reduce((sum, step) => sum + step.facts.length, 0) };
  });
  return routes.sort((a, b) => b.weight - a.weight || String(a.nodes).localeCompare(String(b.nodes))).slice(0, MOST_ROUTES);
}

// What was found: where partners alone lead nowhere, the next wider way is tried, and that is said.
export let search = { routes: [], through: 'partners' };

function findRoutes() {
  const { from, to } = state.path;
  search = { routes: [], through: state.through };
  if (from !== null && to !== null) {
    const wider = state.through === 'partners' ? [...throughs.keys()] : [state.through];
    for (const through of wider) {
      search = { routes: routesBetween(from, to, through), through };
      if (search.routes.length) break;
    }
  }
  setQuietly({ route: 0 });
  announce('route');
}

export const shownRoute = () => search.routes[state.route];

// Those who are partners of both, with the facts on either side; the best connected first.
export function commonPartners(one, other) {
  const [left, right] = [one, other].map((row) => stepsFrom(row, 'countries', []));
  const common = [...left.keys()].filter((row) => right.has(row) && row !== one && row !== other);
  const found = common.map((row) => ({ row, left: left.get(row).sort(byDate), right: right.get(row).sort(byDate) }));
  const weight = ({ left: a, right: b }) => a.length + b.length;
  return found.sort((a, b) => Math.min(b.left.length, b.right.length) - Math.min(a.left.length, a.right.length) || weight(b) - weight(a) || a.row - b.row);
}

whenChanged(['path', 'through', 'visible'], findRoutes);

export function setPath(values) {
  setState({ path: { ...state.path, ...values }, tab: 'paths' });
}

keepChoice('through', 'through', (name) => throughs.has(name));

for (const end of ['from', 'to']) {
  keepInLink(`path-${end}`, {
    on: 'path',
    write: () => (state.path[end] === null ? undefined : listed([nodes[state.path[end]].id])),
    read(text) {
      setQuietly({ path: { ...state.path, [end]: nodeInLink(text) } });
    },
  });
}

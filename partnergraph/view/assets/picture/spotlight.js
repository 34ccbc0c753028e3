// What stays strong while the rest is drawn faint: a path, what is selected with its neighbourhood, or a group.
import { facts, factsOf, nodes } from '../core/data.js';
import { groups } from '../core/looks.js';
import { announce, state, whenChanged } from '../core/state.js';
import { neighbourhood, visible } from '../filters/filters.js';
import { shownRoute } from '../panel/routes.js';

let lit = null;

function litPath() {
  const route = shownRoute();
  const strong = new Set(route.steps.flatMap((step) => step.facts));
  // A step without a fact is one between a place and what lies in it: the inner one's own line shows it.
  const lies = route.steps.filter((step) => !step.facts.length).map(({ from, to }) => (nodes[from].in === to ? from : to));
  return { nodes: new Set(route.nodes), facts: strong, first: [...route.nodes], places: new Set(lies) };
}

function litFact(row) {
  const { from, to } = facts[row];
  return { nodes: new Set([from, to]), facts: new Set([row]), first: [from, to] };
}

// The facts of the last step are those that lead there, not those among the outermost.
function litNode(row) {
  const distance = neighbourhood(row, state.steps);
  const strong = new Set();
  for (const [node, steps] of distance) {
    if (steps < state.steps) for (const fact of factsOf[node]) if (visible.facts.has(fact)) strong.add(fact);
  }
  return { nodes: new Set(distance.keys()), facts: strong, first: [row] };
}

function litGroup(group) {
  const members = new Set(groups[group].members.filter((row) => visible.nodes.has(row)));
  const inside = (fact) => members.has(facts[fact].from) && members.has(facts[fact].to);
  return { nodes: members, facts: new Set([...visible.facts].filter(inside)), first: [] };
}

// A node that the filters have hidden since it was selected dims nothing any more; its details stay.
let selectedHidden = false;
const isHidden = () => state.selection?.kind === 'node' && !visible.nodes.has(state.selection.row);
const isOutOfSight = () => isHidden() && !selectedHidden;

whenChanged('selection', () => {
  selectedHidden = isHidden();
});

// What the light is on: a tab with something of its own to show goes before the selection.
function lightOn() {
  if (state.tab === 'paths' && shownRoute()) return 'path';
  if (state.tab === 'groups' && state.group !== null) return 'group';
  return state.selection && !isOutOfSight() ? 'selection' : null;
}

function litNow() {
  const on = lightOn();
  if (on === null) return null;
  if (on === 'path') return litPath();
  if (on === 'group') return litGroup(state.group);
  return state.selection.kind === 'node' ? litNode(state.selection.row) : litFact(state.selection.row);
}

export const spotlight = () => lit;
export const isSelected = (kind, row) => state.selection?.kind === kind && state.selection.row === row && lightOn() === 'selection';

whenChanged(['visible', 'selection', 'steps', 'route', 'group', 'tab'], () => {
  lit = litNow();
  announce('spotlight');
});

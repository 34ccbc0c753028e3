// What stays strong while the rest is drawn faint: a path, what is selected with its neighbourhood, or a group.
let lit = null;

function litPath() {
  const route = shownRoute();
  if (!route) return null;
  return { nodes: new Set(route.nodes), facts: new Set(route.steps.flatMap((step) => step.facts)), first: [route.nodes[0], route.nodes.at(-1)] };
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
  const members = new Set(groups[group].members);
  const inside = (fact) => members.has(facts[fact].from) && members.has(facts[fact].to);
  return { nodes: members, facts: new Set([...visible.facts].filter(inside)), first: [] };
}

function litNow() {
  if (state.tab === 'paths') return litPath();
  if (state.tab === 'groups' && state.group !== null) return litGroup(state.group);
  if (!state.selection) return null;
  return state.selection.kind === 'node' ? litNode(state.selection.row) : litFact(state.selection.row);
}

const spotlight = () => lit;
const isSelected = (kind, row) => state.selection?.kind === kind && state.selection.row === row;

whenChanged(['visible', 'selection', 'steps', 'route', 'group', 'tab'], () => {
  lit = litNow();
  announce('spotlight');
});

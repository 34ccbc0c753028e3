// How large a node is and of which colour, wherever it is drawn.
const measures = new Map(data.measures.list.map((measure) => [measure.name, measure]));
const groups = data.groups.list;
// Colours that the colour-blind tell apart; the smaller groups share a grey and are told by their number.
const groupColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8b2e00', '#7d5ba6'];
const smallGroups = '#8a8f94';

nodes.forEach((node) => {
  node.group = null;
});
groups.forEach(({ members }, at) => members.forEach((row) => {
  nodes[row].group = at;
}));

const groupName = (group) => `Group ${group + 1}`;
const groupColour = (group) => onGround(groupColours[group] ?? smallGroups);
const nodeFill = (row) => (state.colourBy === 'group' ? groupColour(nodes[row].group ?? Infinity) : nodeColour(nodes[row].type));

// What a size says. The measures leave whole countries out; their nodes are then the smallest.
const sizes = new Map([['facts', { name: 'facts', label: 'All facts', doc: 'number of partnership facts, those with whole countries too', values: nodes.map((node) => node.facts) }], ...measures]);
const LEAST_RADIUS = 5;
const mostOf = (values) => values.reduce((most, value) => Math.max(most, value ?? 0), 0);
const mostRadius = data.drawing.nodes.reduce((most, node) => Math.max(most, node.size), LEAST_RADIUS);
const radii = { by: null, values: [] };

// The area grows with the measure; the largest node is as large as by the number of facts.
function nodeRadius(row) {
  if (radii.by !== state.sizeBy) {
    const { values } = sizes.get(state.sizeBy) ?? sizes.get('facts');
    const most = mostOf(values) || 1;
    radii.values = values.map((value) => LEAST_RADIUS + (mostRadius - LEAST_RADIUS) * Math.sqrt((value ?? 0) / most));
    radii.by = state.sizeBy;
  }
  return radii.values[row];
}

function applyTheme() {
  if (state.theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
}

whenChanged('theme', applyTheme);
whenChanged(['theme', 'colourBy', 'sizeBy'], () => announce('looks'));
darkScheme.addEventListener('change', () => announce('looks'));

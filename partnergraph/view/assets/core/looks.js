// How large a node is and of which colour, wherever it is drawn.
import { data, isAside, nodes } from './data.js';
import { keepChoice } from './link.js';
import { darkScheme } from './media.js';
import { announce, state, whenChanged } from './state.js';
import { nodeColour, onGround } from './theme.js';

export const measures = new Map(data.measures.list.map((measure) => [measure.name, measure]));
export const groups = data.groups.list;
// Colours that the colour-blind tell apart; the smaller groups share a grey and are told by their number.
const groupColours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8b2e00', '#7d5ba6'];
const smallGroups = '#8a8f94';

nodes.forEach((node) => {
  node.group = null;
});

groups.forEach(({ members }, at) => members.forEach((row) => {
  nodes[row].group = at;
}));

export const groupName = (group) => `Group ${group + 1}`;
export const groupColour = (group) => onGround(groupColours[group] ?? smallGroups);
export const nodeFill = (row) => (state.colourBy === 'group' ? groupColour(nodes[row].group ?? Infinity) : nodeColour(nodes[row].type));

// What a size says. The measures leave whole countries out; their nodes are then the smallest. A size that goes with the
// ranking has the values of its measure in the whole network, so that nothing grows or shrinks while one filters.
const asRanked = { name: 'ranked', label: 'As ranked', get values() { return (measures.get(state.rankBy) ?? measures.get('degree')).values; } };
export const sizes = new Map([['ranked', asRanked], ['facts', { name: 'facts', label: 'All facts', doc: 'number of partnership facts, those with whole countries too', values: nodes.map((node) => node.facts) }], ...measures]);
const LEAST_RADIUS = 5;
const mostOf = (values) => values.reduce((most, value) => Math.max(most, value ?? 0), 0);
const mostRadius = data.drawing.nodes.filter((node) => !isAside(node.id)).reduce((most, node) => Math.max(most, node.size), LEAST_RADIUS);
const radii = { by: null, values: [] };

// The area grows with the measure; the largest node is as large as the party with the most facts would be by their number.
export function nodeRadius(row) {
  const { values } = sizes.get(state.sizeBy);
  if (radii.by !== values) {
    const most = mostOf(values) || 1;
    radii.values = values.map((value) => LEAST_RADIUS + (mostRadius - LEAST_RADIUS) * Math.sqrt((value ?? 0) / most));
    radii.by = values;
  }
  return radii.values[row];
}

whenChanged(['theme', 'colourBy', 'sizeBy', 'rankBy'], () => announce('looks'));
darkScheme.addEventListener('change', () => announce('looks'));

keepChoice('colour', 'colourBy', (by) => by === 'group' && groups.length > 0);
keepChoice('size', 'sizeBy', (name) => sizes.has(name));

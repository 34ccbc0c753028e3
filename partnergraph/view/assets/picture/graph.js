// The graph that vis-network draws: the nodes and edges that pyvis holds, and how each looks now.
import { mixed } from '../core/colours.js';
import { data, facts, isAside, isLarge, nodes, nodeTypes } from '../core/data.js';
import { byId } from '../core/dom.js';
import { nodeFill, nodeRadius } from '../core/looks.js';
import { edgeColour, theme } from '../core/theme.js';
import { chosen, visible } from '../filters/filters.js';
import { bySize, leading } from './labels.js';
import { ownShape, ownShapes } from './shapes.js';
import { isSelected, spotlight } from './spotlight.js';

export const { drawing } = data;
export const spotOf = new Map(drawing.nodes.map((node) => [node.id, node]));
export const nodeSet = new vis.DataSet();
export const edgeSet = new vis.DataSet();
export let graph;
// The last look of every node and edge, so that only what changes is redrawn.
const looks = new Map();

export function nodeLook(row) {
  const { ground, ink, rim } = theme();
  const full = nodeFill(row);
  const dimmed = spotlight() && !spotlight().nodes.has(row);
  const background = dimmed ? mixed(full, ground, 0.82) : full;
  const chosenColour = { background, border: ink };
  const marked = isSelected('node', row);
  return {
    id: row,
    hidden: !visible.nodes.has(row) && !spotlight()?.nodes.has(row),
    size: Math.round(nodeRadius(row) * 10) / 10,
    color: { background, border: marked ? ink : rim, highlight: chosenColour, hover: chosenColour },
    borderWidth: marked ? 3 : 1,
  };
}

// What ties a party with a whole country or an event stands behind what ties parties with each other.
const isBackdrop = (row) => isAside(facts[row].from) || isAside(facts[row].to);

export function edgeLook(row) {
  const { line, backdrop, faint, accent, quiet } = theme();
  const trend = visible.trend?.get(row);
  const color = { came: accent, went: quiet }[trend] ?? edgeColour(facts[row].type);
  const strong = spotlight()?.facts.has(row);
  const marked = isSelected('fact', row);
  const opacity = spotlight() ? (strong ? 0.95 : faint) : ({ came: 0.95, went: 0.4, same: 0.2 }[trend] ?? (isBackdrop(row) ? backdrop : line));
  return {
    id: row,
    hidden: !visible.facts.has(row) && !marked,
    color: { color, highlight: color, hover: color, opacity, inherit: false },
    width: marked ? 4 : strong || trend === 'came' ? 2 : 1.3,
  };
}

function placeLook(edge) {
  const { quiet } = theme();
  const ends = visible.nodes.has(edge.from) && visible.nodes.has(edge.to);
  const onPath = spotlight()?.places?.has(edge.from);
  const color = { color: quiet, highlight: quiet, hover: quiet, opacity: onPath ? 1 : 0.5, inherit: false };
  return { id: edge.id, hidden: !(onPath || (chosen.places && ends)), color, width: onPath ? 2 : 0.7 };
}

function changed(look) {
  const now = JSON.stringify(look);
  const key = `${look.width === undefined ? 'n' : 'e'}${look.id}`;
  if (looks.get(key) === now) return false;
  looks.set(key, now);
  return true;
}

export function updateLooks() {
  nodeSet.update(drawing.nodes.map((node) => nodeLook(node.id)).filter(changed));
  const edges = drawing.edges.map((edge) => (typeof edge.id === 'number' ? edgeLook(edge.id) : placeLook(edge)));
  edgeSet.update(edges.filter(changed));
}

export function firstLook(node) {
  const { shape } = nodeTypes.get(nodes[node.id].type);
  // Without its group: vis-network would give the node the group's own shape again at every change.
  const { label, group, ...rest } = node;
  const own = ownShapes.has(shape) ? { shape: 'custom', ctxRenderer: ownShape(shape, () => nodeRadius(node.id)) } : { shape };
  return { ...rest, ...own };
}

export function pictureLabels() {
  return { rows: bySize(), strong: leading(), ...labelOptions() };
}

export function labelOptions() {
  return spotlight() ? { first: spotlight().first, only: spotlight().nodes } : {};
}

// Dragged nodes keep their label: the place is asked for, not remembered.
export function placeOf(row) {
  const { x, y } = isLarge ? spotOf.get(row) : graph.getPosition(row);
  return { x, y, size: nodeRadius(row) };
}

// Of a large network vis-network holds only what is on stage: see large.js.
export function holdAll() {
  if (isLarge) return;
  nodeSet.add(drawing.nodes.map(firstLook));
  edgeSet.add(drawing.edges);
}

export function startGraph() {
  const interaction = { ...drawing.options.interaction, dragNodes: !isLarge };
  graph = new vis.Network(byId('canvas'), { nodes: nodeSet, edges: edgeSet }, { ...drawing.options, interaction });
}

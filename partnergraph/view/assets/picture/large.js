// A large network: vis-network holds only what is on stage (the hubs, what is near enough to be read, what is chosen);
// the rest is the ground of large_ground.js. The stage follows the view.
import { data, facts, factsOf, nodes } from '../core/data.js';
import { byId, element, isolated } from '../core/dom.js';
import { nodeRadius } from '../core/looks.js';
import { calm } from '../core/media.js';
import { clearSelection } from '../core/selection.js';
import { plural, shortened, wholeNumber } from '../core/words.js';
import { visible } from '../filters/filters.js';
import { drawing, edgeLook, edgeSet, firstLook, graph, labelOptions, nodeLook, nodeSet, placeOf, spotOf } from './graph.js';
import { byFacts, drawLabel, drawLabels, LABEL_PIXELS, labelWidth, strongFrom } from './labels.js';
import { bubbleList, buildGround, closedBubbleAt, drawGround, ground, groupOf, isOpen, nodeAt, touches, viewBox } from './large_ground.js';
import { spotlight } from './spotlight.js';
import { showTip, showTipLines } from './tips.js';

const MOST_ON_STAGE = 300;
const MOST_LINES = 700;
// From here on nodes that lie in no disc are large enough to be read.
const LOOSE_SCALE = 0.4;
export const stage = { nodes: new Set(), facts: new Set(), waiting: 0, view: '', names: null };

const shownMembers = (bubble) => bubble.members.filter((row) => visible.nodes.has(row));

// Those that can be read from here, hubs first.
function readableRows(view, scale) {
  const readable = (row) => (groupOf(row) >= 0 ? isOpen(groupOf(row), scale) : scale > LOOSE_SCALE);
  const inside = ({ x, y }) => x > view.left && x < view.right && y > view.top && y < view.bottom;
  const rows = [];
  for (const row of byFacts) {
    if (rows.length >= MOST_ON_STAGE) break;
    if (visible.nodes.has(row) && inside(spotOf.get(row)) && readable(row)) rows.push(row);
  }
  return rows;
}

// The first of each closed disc stands for it.
function leadingRows(scale) {
  if (!ground.bubbles) return [];
  return bubbleList.flatMap((bubble, at) => (isOpen(at, scale) ? [] : shownMembers(bubble).slice(0, 1)));
}

function linesBetween(rows) {
  const lines = new Set();
  for (const row of rows) {
    for (const fact of factsOf[row]) {
      if (lines.size >= MOST_LINES) return lines;
      if (visible.facts.has(fact) && rows.has(facts[fact].from) && rows.has(facts[fact].to)) lines.add(fact);
    }
  }
  return lines;
}

function litOnStage(lit) {
  const lines = new Set([...lit.facts].slice(0, 2 * MOST_LINES));
  const rows = new Set([...lit.first, ...[...lit.nodes].slice(0, 2 * MOST_ON_STAGE)]);
  for (const fact of lines) rows.add(facts[fact].from).add(facts[fact].to);
  return { rows, lines };
}

function wantedOnStage() {
  // What is faint stays in the ground.
  if (spotlight()) return litOnStage(spotlight());
  const scale = graph.getScale();
  const readable = new Set(readableRows(viewBox(), scale));
  return { rows: new Set([...readable, ...leadingRows(scale)]), lines: linesBetween(readable) };
}

// Nodes stay visible however far one goes back.
function stagedNode(row, scale) {
  const { x, y } = spotOf.get(row);
  return { ...firstLook(spotOf.get(row)), ...nodeLook(row), x, y, size: Math.max(nodeRadius(row), 3.5 / scale) };
}

function stagedLine(row, scale) {
  const look = edgeLook(row);
  return { ...drawing.edges[row], ...look, width: Math.max(look.width, 1.2 / scale) };
}

function setStage() {
  clearTimeout(stage.waiting);
  stage.waiting = 0;
  const { rows, lines } = wantedOnStage();
  const scale = graph.getScale();
  edgeSet.remove([...stage.facts].filter((row) => !lines.has(row)));
  nodeSet.remove([...stage.nodes].filter((row) => !rows.has(row)));
  nodeSet.update([...rows].map((row) => stagedNode(row, scale)));
  edgeSet.update([...lines].map((row) => stagedLine(row, scale)));
  Object.assign(stage, { nodes: rows, facts: lines });
}

// While one moves, the stage is set a few times a second.
function setStageSoon() {
  if (!stage.waiting) stage.waiting = setTimeout(setStage, 150);
}

export function redrawLarge() {
  buildGround();
  if (graph) setStage();
}

// How many a closed disc holds, where its rim has room for it.
function drawBubbleCount(ctx, { members, x, y, radius }, names, scale) {
  const text = wholeNumber.format(members.filter((row) => visible.nodes.has(row)).length);
  const at = graph.canvasToDOM({ x, y: y + radius });
  const width = labelWidth(ctx, text, false);
  const box = { left: at.x - width / 2 - 3, right: at.x + width / 2 + 3, top: at.y - LABEL_PIXELS - 6, bottom: at.y - 2 };
  if (radius * scale < 25 || !names.isFree(box)) return;
  names.take(box);
  drawLabel(ctx, text, graph.DOMtoCanvas({ x: at.x, y: box.top + 1 }), scale, { strong: false, faint: true });
}

// What the rows below are; null where there are none, or where something is chosen.
function apartLabel(ctx) {
  const { x, y, groups: count, members } = data.bubbles.apart;
  if (!count || spotlight() || !ground.bubbles) return null;
  const texts = [`${plural(count, 'group', 'groups')} linked with no other: ${wholeNumber.format(members)} parties and places`, `${plural(count, 'group', 'groups')} apart`];
  const text = texts.find((each) => labelWidth(ctx, each, false) < 0.7 * graph.canvas.frame.canvas.clientWidth) ?? texts[1];
  const at = graph.canvasToDOM({ x, y });
  return { text, box: { left: at.x - 2, right: at.x + labelWidth(ctx, text, false) + 2, top: at.y - 22, bottom: at.y - 4 } };
}

function drawApartLabel(ctx, { text, box }, scale) {
  ctx.textAlign = 'left';
  drawLabel(ctx, text, graph.DOMtoCanvas({ x: box.left + 2, y: box.top + 2 }), scale, { strong: false, faint: true });
}

// Among the nodes in view the twelve with the most facts are named even where the name lies on a node.
function strongInView(rows) {
  const view = viewBox();
  const inView = rows.filter((row) => touches(view, { ...spotOf.get(row), radius: 0 }));
  return nodes[inView[Math.min(inView.length, 12) - 1]]?.facts ?? Infinity;
}

export function drawLargeLabels(ctx) {
  const scale = graph.getScale();
  const rows = byFacts.filter((row) => stage.nodes.has(row));
  const apart = apartLabel(ctx);
  const names = drawLabels(ctx, graph, placeOf, { ...labelOptions(), rows, taken: apart ? [apart.box] : [], strongAt: spotlight() ? strongFrom : strongInView(rows) });
  if (spotlight() || !ground.bubbles) return names;
  const view = viewBox();
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  bubbleList.forEach((bubble, at) => {
    if (!isOpen(at, scale) && ground.parts[at].nodes && touches(view, bubble)) drawBubbleCount(ctx, bubble, names, scale);
  });
  if (apart) drawApartLabel(ctx, apart, scale);
  ctx.restore();
  return names;
}

function moveToBox({ left, top, right, bottom }, animation = false) {
  const { clientWidth, clientHeight } = graph.canvas.frame.canvas;
  const scale = Math.min(clientWidth / (right - left), clientHeight / (bottom - top), 1.4);
  graph.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: calm.matches ? false : animation });
}

function boxAround(spots) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const { x, y, radius } of spots) {
    box.left = Math.min(box.left, x - radius);
    box.right = Math.max(box.right, x + radius);
    box.top = Math.min(box.top, y - radius);
    box.bottom = Math.max(box.bottom, y + radius);
  }
  return box;
}

// The first view is of the groups that are linked with each other; the others lie in rows below.
export function fitLarge({ first = false } = {}) {
  const linked = new Set(ground.bands.flatMap(({ ends }) => ends));
  const spots = [...visible.nodes].map((row) => ({ ...spotOf.get(row), radius: nodeRadius(row) + 30 }));
  const whole = boxAround(spots);
  const box = first && linked.size ? boxAround([...linked].map((at) => bubbleList[at])) : whole;
  // The first of the rows below look in.
  if (box.left < box.right) moveToBox({ ...box, top: box.top - 60, bottom: Math.min(box.bottom + 600, whole.bottom + 60) });
}

function openBubble(at) {
  const { x, y, radius } = bubbleList[at];
  byId('tip').hidden = true;
  moveToBox({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, { duration: 400 });
}

export const groundNodeAt = (spot) => (closedBubbleAt(spot) >= 0 ? undefined : nodeAt(spot) ?? undefined);

// A click that hits neither node nor line.
export function clickGround({ canvas }) {
  const bubble = closedBubbleAt(canvas);
  if (bubble >= 0) openBubble(bubble);
  else clearSelection();
}

function bubbleTip(at) {
  const members = shownMembers(bubbleList[at]);
  const names = members.slice(0, 3).map((row) => shortened(nodes[row].name));
  return [element('strong', {}, isolated(names.join('; '))), `and others: a group of ${wholeNumber.format(members.length)}`, 'Click to open it'];
}

function hoverGround(event) {
  const box = byId('canvas').getBoundingClientRect();
  const at = { x: event.clientX - box.x, y: event.clientY - box.y };
  const spot = graph.DOMtoCanvas(at);
  if (event.buttons || graph.getNodeAt(at) !== undefined) return;
  const bubble = closedBubbleAt(spot);
  const row = bubble >= 0 ? null : nodeAt(spot);
  byId('canvas').classList.toggle('on-node', bubble >= 0 || row !== null);
  if (bubble >= 0) showTipLines(bubbleTip(bubble), at);
  else if (row !== null) showTip('node', row, at);
  else byId('tip').hidden = true;
}

function drawAbove(ctx) {
  stage.names = drawLargeLabels(ctx);
  const { x, y } = graph.getViewPosition();
  const view = `${Math.round(x)},${Math.round(y)},${graph.getScale()}`;
  if (view !== stage.view) setStageSoon();
  stage.view = view;
}

export function startLarge() {
  byId('key-plans').replaceChildren('Each disc is a group that works with itself more than with the rest. Click it to open it, or zoom in.');
  graph.on('beforeDrawing', drawGround);
  graph.on('afterDrawing', drawAbove);
  byId('canvas').addEventListener('mousemove', hoverGround);
}

// A large network beneath what vis-network holds: every visible node as a dot, every community as a disc, the facts
// between two communities as one band, those inside as thin lines. Paths are built once and drawn for every frame.
import { mixed } from '../core/colours.js';
import { data, facts, nodes } from '../core/data.js';
import { groups, nodeFill, nodeRadius } from '../core/looks.js';
import { edgeColour, theme } from '../core/theme.js';
import { visible } from '../filters/filters.js';
import { graph, spotOf } from './graph.js';
import { spotlight } from './spotlight.js';

const OPEN_PIXELS = 120; // a disc opens when its radius on the screen is larger than this
export const ground = { bubbles: true, parts: [], bands: [], cells: new Map() };
export const bubbleList = (data.bubbles?.discs ?? []).map((bubble) => ({ ...bubble, members: groups[bubble.group].members }));
const bubbleOf = new Int32Array(nodes.length).fill(-1);
bubbleList.forEach((bubble, at) => bubble.members.forEach((row) => {
  bubbleOf[row] = at;
}));
const CELL = 240;

const cellKey = (x, y) => `${Math.floor(x / CELL)},${Math.floor(y / CELL)}`;
export const groupOf = (row) => (ground.bubbles ? bubbleOf[row] : -1);
export const isOpen = (at, scale) => !ground.bubbles || bubbleList[at].radius * scale > OPEN_PIXELS;

// What is drawn together: a disc, or all that lies in none (the last part).
function emptyPart() {
  return { dots: new Map(), lines: new Map(), nodes: 0 };
}

function pathFor(paths, colour, make) {
  if (!paths.has(colour)) paths.set(colour, make());
  return paths.get(colour);
}

function addDot(part, row) {
  const { x, y } = spotOf.get(row);
  const size = nodeRadius(row);
  const paths = pathFor(part.dots, nodeFill(row), () => ({ near: new Path2D(), far: new Path2D() }));
  paths.near.moveTo(x + size, y);
  paths.near.arc(x, y, size, 0, 2 * Math.PI);
  paths.far.rect(x - size, y - size, 2 * size, 2 * size);
  part.nodes += 1;
}

function addLine(part, fact) {
  const [from, to] = [spotOf.get(fact.from), spotOf.get(fact.to)];
  const path = pathFor(part.lines, edgeColour(fact.type), () => new Path2D());
  path.moveTo(from.x, from.y);
  path.lineTo(to.x, to.y);
}

// The facts between two discs are counted; each alone is drawn when one of its ends is chosen.
function addFact(row, bands) {
  const fact = facts[row];
  const [one, other] = [groupOf(fact.from), groupOf(fact.to)].sort((a, b) => a - b);
  if (one === other || one < 0) addLine(ground.parts.at(one === other ? one : -1), fact);
  else bands.set(`${one},${other}`, (bands.get(`${one},${other}`) || 0) + 1);
}

export function buildGround() {
  ground.parts = [...bubbleList.map(emptyPart), emptyPart()];
  ground.cells = new Map();
  for (const row of visible.nodes) {
    addDot(ground.parts.at(groupOf(row)), row);
    const { x, y } = spotOf.get(row);
    pathFor(ground.cells, cellKey(x, y), () => []).push(row);
  }
  const bands = new Map();
  for (const row of visible.facts) addFact(row, bands);
  ground.bands = [...bands].map(([key, count]) => ({ ends: key.split(',').map(Number), count }));
}

export function viewBox() {
  const { clientWidth, clientHeight } = graph.canvas.frame.canvas;
  const [low, high] = [graph.DOMtoCanvas({ x: 0, y: 0 }), graph.DOMtoCanvas({ x: clientWidth, y: clientHeight })];
  return { left: low.x, top: low.y, right: high.x, bottom: high.y };
}

export const touches = (view, { x, y, radius }) =>
  x + radius > view.left && x - radius < view.right && y + radius > view.top && y - radius < view.bottom;

// From near, bands would be bars across the picture.
const BANDS_UNTIL = 0.5;

export function drawBands(ctx, scale) {
  if (scale > BANDS_UNTIL) return;
  ctx.strokeStyle = theme().quiet;
  for (const { ends, count } of ground.bands) {
    const [one, other] = ends.map((at) => bubbleList[at]);
    ctx.globalAlpha = Math.min(0.12 + count / 60, 0.5) * (1 - scale / BANDS_UNTIL);
    ctx.lineWidth = Math.min(0.6 + Math.sqrt(count) / 2, 6) / scale;
    ctx.beginPath();
    ctx.moveTo(one.x, one.y);
    ctx.lineTo(other.x, other.y);
    ctx.stroke();
  }
}

export function drawDisc(ctx, { x, y, radius }, scale) {
  const { ground: paper, quiet } = theme();
  ctx.globalAlpha = 1;
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = mixed(paper, quiet, 0.07);
  ctx.fill();
  ctx.strokeStyle = mixed(paper, quiet, 0.35);
  ctx.lineWidth = 1 / scale;
  ctx.stroke();
}

function drawPart(ctx, part, scale, dimmed) {
  ctx.lineWidth = Math.min(1, 0.7 / scale);
  ctx.globalAlpha = dimmed ? 0.06 : Math.min(0.4, 0.16 + scale * 0.3);
  for (const [colour, path] of part.lines) {
    ctx.strokeStyle = colour;
    ctx.stroke(path);
  }
  ctx.globalAlpha = dimmed ? 0.18 : 0.9;
  for (const [colour, { near, far }] of part.dots) {
    ctx.fillStyle = colour;
    ctx.fill(scale < 0.25 ? far : near);
  }
}

export function drawGround(ctx) {
  const scale = graph.getScale();
  const view = viewBox();
  const dimmed = Boolean(spotlight());
  ctx.save();
  const inView = ground.bubbles ? [...bubbleList.keys()].filter((at) => ground.parts[at].nodes && touches(view, bubbleList[at])) : [];
  if (ground.bubbles && !dimmed) drawBands(ctx, scale);
  for (const at of inView) drawDisc(ctx, bubbleList[at], scale);
  for (const at of inView) drawPart(ctx, ground.parts[at], scale, dimmed);
  drawPart(ctx, ground.parts.at(-1), scale, dimmed);
  ctx.restore();
}

// The visible node at a spot of the picture, the nearest one within reach of a finger or a pointer.
export function nodeAt({ x, y }) {
  const slack = 5 / graph.getScale();
  let found = null;
  let least = Infinity;
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) {
      for (const row of ground.cells.get(cellKey(x + dx * CELL, y + dy * CELL)) || []) {
        const spot = spotOf.get(row);
        const distance = Math.hypot(spot.x - x, spot.y - y) - nodeRadius(row);
        if (distance < Math.min(least, slack)) [found, least] = [row, distance];
      }
    }
  }
  return found;
}

// The disc at a spot, where it is still closed.
export function closedBubbleAt({ x, y }) {
  if (!ground.bubbles) return -1;
  const scale = graph.getScale();
  return bubbleList.findIndex((each, at) => ground.parts[at].nodes && !isOpen(at, scale) && Math.hypot(each.x - x, each.y - y) < each.radius);
}

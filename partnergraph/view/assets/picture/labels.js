// Labels are drawn at one size on the screen, the most connected nodes first; a label that would lie on another one
// waits until the picture is large enough for both.
import { isAside, nodes } from '../core/data.js';
import { nodeRadius } from '../core/looks.js';
import { state } from '../core/state.js';
import { theme } from '../core/theme.js';
import { shortened } from '../core/words.js';
import { visible } from '../filters/filters.js';

export const LABEL_PIXELS = 12;
const MOST_LABELS = 400;
// So much of the screen a name has for itself, so that the strongest are read at once and the others come as one zooms in.
const PIXELS_A_LABEL = 9000;
const widths = new Map();
// Hubs first, whole countries and events last; what is selected goes before them all.
export const byFacts = [...nodes.keys()].sort((a, b) => isAside(a) - isAside(b) || nodes[b].facts - nodes[a].facts || a - b);

const order = { by: null, rows: [] };

// The largest nodes first, by what their size says now.
export function bySize() {
  const by = `${state.sizeBy} ${state.rankBy}`;
  if (order.by !== by) Object.assign(order, { by, rows: [...byFacts].sort((a, b) => nodeRadius(b) - nodeRadius(a)) });
  return order.rows;
}

// The twelve largest are set in a stronger type.
export const leading = () => new Set(bySize().slice(0, 12).filter((row) => nodes[row].facts >= 3));

export function labelFont(strong, pixels) {
  return `${strong ? '600 ' : ''}${pixels}px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif`;
}

// Widths are measured once, at screen size, whatever the zoom.
export function labelWidth(ctx, text, strong) {
  const key = (strong ? '!' : '.') + text;
  if (!widths.has(key)) {
    ctx.save();
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.font = labelFont(strong, LABEL_PIXELS);
    widths.set(key, ctx.measureText(text).width);
    ctx.restore();
  }
  return widths.get(key);
}

// The boxes placed so far, by cells of the screen, so that only neighbours are compared.
export function screenRoom() {
  const cells = new Map();
  const named = [];
  const cellsOf = (box) => {
    const keys = [];
    for (let x = Math.floor(box.left / 80); x <= Math.floor(box.right / 80); x += 1) {
      for (let y = Math.floor(box.top / 40); y <= Math.floor(box.bottom / 40); y += 1) keys.push(`${x},${y}`);
    }
    return keys;
  };
  const overlaps = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  return {
    isFree: (box) => !cellsOf(box).some((key) => cells.get(key)?.some((other) => overlaps(box, other))),
    // `row` is the node whose name stands in the box, if one does.
    take(box, row) {
      for (const key of cellsOf(box)) cells.set(key, [...(cells.get(key) || []), { ...box, row }]);
      if (row !== undefined) named.push({ ...box, row });
    },
    named,
    rowAt({ x, y }) {
      const here = cells.get(`${Math.floor(x / 80)},${Math.floor(y / 40)}`) ?? [];
      return here.find((box) => box.left <= x && x <= box.right && box.top <= y && y <= box.bottom)?.row;
    },
  };
}

export function drawLabel(ctx, text, at, scale, { strong, faint }) {
  const { ground, ink, quiet } = theme();
  ctx.font = labelFont(strong, LABEL_PIXELS / scale);
  ctx.lineWidth = 3.5 / scale;
  ctx.strokeStyle = ground;
  ctx.fillStyle = faint ? quiet : ink;
  ctx.strokeText(text, at.x, at.y);
  ctx.fillText(text, at.x, at.y);
}

// The room that large nodes take; smaller ones may bear a name.
function roomOfNodes(graph, placeOf, rows) {
  const room = screenRoom();
  const scale = graph.getScale();
  for (const row of rows) {
    const { x, y, size } = placeOf(row);
    if (size * scale < 6 || !visible.nodes.has(row)) continue;
    const screen = graph.canvasToDOM({ x, y });
    const reach = size * scale * 0.8;
    room.take({ left: screen.x - reach, right: screen.x + reach, top: screen.y - reach, bottom: screen.y + reach });
  }
  return room;
}

// Where a label may stand around its node, the best place first.
function spotsAround(screen, reach, width) {
  const height = LABEL_PIXELS + 4;
  const spot = (left, top) => ({ left: left - 3, right: left + width + 3, top, bottom: top + height });
  const middle = screen.x - width / 2;
  return [
    spot(middle, screen.y + reach + 3),
    spot(middle, screen.y - reach - height - 2),
    spot(screen.x + reach + 4, screen.y - height / 2),
    spot(screen.x - reach - width - 4, screen.y - height / 2),
  ];
}

// Returns the room that the names take up; its `rowAt` tells whose name stands at a place on the screen.
// `first` are rows to label before all others; `only`, where given, are the rows that get a label at all; `rows` are those
// that are drawn, hubs first; those of `strong`, or with `strongAt` facts and more, may lie on a node; `taken` are
// boxes on the screen where something else is written.
export function drawLabels(ctx, graph, placeOf, { first = [], only = null, rows = byFacts, strong: strongRows = null, strongAt = strongFrom, taken = [] }) {
  const scale = graph.getScale();
  const { clientWidth, clientHeight } = graph.canvas.frame.canvas;
  const names = screenRoom();
  taken.forEach((box) => names.take(box));
  // A label may lie on what is faint.
  const shapes = roomOfNodes(graph, placeOf, only ? rows.filter((row) => only.has(row)) : rows);
  const ahead = new Set(first);
  const most = only ? MOST_LABELS : Math.max(12, (clientWidth * clientHeight) / PIXELS_A_LABEL);
  let drawn = 0;

  function tryLabel(row) {
    if (drawn >= most || (only && !only.has(row)) || (!visible.nodes.has(row) && !ahead.has(row))) return;
    const { x, y, size } = placeOf(row);
    const screen = graph.canvasToDOM({ x, y });
    if (screen.x < 0 || screen.y < 0 || screen.x > clientWidth || screen.y > clientHeight) return;
    const text = shortened(nodes[row].name);
    const strong = row === first[0] || (strongRows ? strongRows.has(row) : nodes[row].facts >= strongAt && !isAside(row));
    const spots = spotsAround(screen, size * scale * 0.95, labelWidth(ctx, text, strong));
    const inside = (box) => box.left >= 0 && box.right <= clientWidth && box.top >= 0 && box.bottom <= clientHeight;
    const box =
      spots.find((spot) => inside(spot) && names.isFree(spot) && shapes.isFree(spot)) ||
      // A hub's name may lie on a node, and what is selected is named in any case.
      (strong || ahead.has(row) ? spots.find((spot) => inside(spot) && names.isFree(spot)) : null) ||
      (ahead.has(row) ? spots[0] : null);
    if (!box) return;
    names.take(box, row);
    const at = graph.DOMtoCanvas({ x: (box.left + box.right) / 2, y: box.top + 2 });
    drawLabel(ctx, text, at, scale, { strong, faint: nodes[row].facts === 0 });
    drawn += 1;
  }

  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  first.forEach(tryLabel);
  for (const row of rows) if (!ahead.has(row)) tryLabel(row);
  ctx.restore();
  return names;
}

// The twelve most connected are set in a stronger type.
export const strongFrom = Math.max(nodes[byFacts[11]]?.facts ?? 0, 3);

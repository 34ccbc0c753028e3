// Where one looks at the sheet from: its point in the middle of the view, and pixels in a unit of the sheet.
import { nodes } from '../core/data.js';
import { byId } from '../core/dom.js';
import { calm, narrow } from '../core/media.js';
import { state } from '../core/state.js';
import { visible } from '../filters/filters.js';
import { isPlaced, sheet } from './sheet.js';

export const camera = { x: 0, y: 0, scale: 0.05 };
export const MOST_SCALE = 4;
const FIT_ROOM = 44;
export const view = { width: 0, height: 0 };
// Whom the camera tells that it has moved; a move to the side leaves the scale as it is.
export const whenMoved = [];

export const onScreen = ({ x, y }) => ({ x: (x - camera.x) * camera.scale + view.width / 2, y: (y - camera.y) * camera.scale + view.height / 2 });
export const onSheet = ({ x, y }) => ({ x: (x - view.width / 2) / camera.scale + camera.x, y: (y - view.height / 2) / camera.scale + camera.y });

// The legend lies on the lower part of the map.
function coveredBelow() {
  const side = byId('map-side');
  return narrow.matches || !side.open ? 0 : Math.min(side.offsetHeight, view.height / 3);
}

export function scaleFor({ left, top, right, bottom }) {
  const [width, height] = [Math.max(view.width - 2 * FIT_ROOM, 60), Math.max(view.height - coveredBelow() - 2 * FIT_ROOM, 60)];
  return Math.min(width / Math.max(right - left, 1), height / Math.max(bottom - top, 1));
}

const wholeSheet = () => ({ left: 0, top: 0, right: Math.max(sheet.size[0], 1), bottom: Math.max(sheet.size[1], 1) });
const leastScale = () => Math.min(scaleFor(wholeSheet()) / 2, MOST_SCALE / 8);
const withinScales = (scale) => Math.min(Math.max(scale, leastScale()), MOST_SCALE);

// The sheet never leaves the view altogether.
export function setCamera({ x, y, scale }) {
  const { right, bottom } = wholeSheet();
  camera.scale = withinScales(scale);
  camera.x = Math.min(Math.max(x, -0.2 * right), 1.2 * right);
  camera.y = Math.min(Math.max(y, -0.2 * right), bottom + 0.2 * right);
  for (const act of whenMoved) act();
}

let flight = 0;

// To another place in a moment, or at once for those who do not want things to move.
export function flyTo(goal, time = 350) {
  cancelAnimationFrame(flight);
  if (calm.matches || !time || state.view !== 'map') {
    setCamera(goal);
    return;
  }
  const start = { ...camera };
  const begun = performance.now();
  const target = { ...goal, scale: withinScales(goal.scale) };
  const frame = (now) => {
    const share = Math.min(Math.max((now - begun) / time, 0), 1);
    const ease = share * share * (3 - 2 * share);
    const scale = start.scale * (target.scale / start.scale) ** ease;
    // The place follows the scale, so that the goal does not fly past.
    const way = target.scale === start.scale ? ease : (1 / start.scale - 1 / scale) / (1 / start.scale - 1 / target.scale);
    setCamera({ x: start.x + (target.x - start.x) * way, y: start.y + (target.y - start.y) * way, scale });
    if (share < 1) flight = requestAnimationFrame(frame);
  };
  flight = requestAnimationFrame(frame);
}

function fitBox(box, time) {
  const scale = withinScales(scaleFor(box));
  flyTo({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + coveredBelow() / 2 / scale, scale }, time);
}

export function boxOfRows(rows) {
  const xs = rows.map((row) => sheet.x[row]);
  const ys = rows.map((row) => sheet.y[row]);
  const least = (values) => values.reduce((a, b) => Math.min(a, b));
  const most = (values) => values.reduce((a, b) => Math.max(a, b));
  return { left: least(xs), right: most(xs), top: least(ys), bottom: most(ys) };
}

// A single place is shown with the land around it.
export function widened(box, least) {
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const [width, height] = [Math.max(box.right - box.left, least), Math.max(box.bottom - box.top, least)];
  return { left: x - width / 2, right: x + width / 2, top: y - height / 2, bottom: y + height / 2 };
}

export function fitMap(time) {
  const rows = [...visible.nodes].filter(isPlaced);
  fitBox(rows.length ? widened(boxOfRows(rows), sheet.size[0] / 12) : wholeSheet(), time);
}

// The stretch of an axis with the middle four fifths of all facts' ends.
function middleOf(rows, axis) {
  const inOrder = [...rows].sort((a, b) => sheet[axis][a] - sheet[axis][b]);
  const all = inOrder.reduce((sum, row) => sum + nodes[row].facts, 0);
  let passed = 0;
  let [low, high] = [null, null];
  for (const row of inOrder) {
    passed += nodes[row].facts;
    if (low === null && passed >= 0.1 * all) low = sheet[axis][row];
    if (high === null && passed >= 0.9 * all) high = sheet[axis][row];
  }
  return [low, high];
}

// The first view: where most happens. A few far ends would make everything else small.
export function fitMost() {
  const rows = [...visible.nodes].filter(isPlaced);
  if (!rows.length) {
    fitMap(0);
    return;
  }
  const [[left, right], [top, bottom]] = [middleOf(rows, 'x'), middleOf(rows, 'y')];
  const room = 0.12 * (right - left);
  fitBox(widened({ left: left - room, right: right + room, top: top - room, bottom: bottom + room }, sheet.size[0] / 12), 0);
}

// What lies under a point of the screen stays there.
function zoomMapAt(point, factor, time = 0) {
  const held = onSheet(point);
  const scale = withinScales(camera.scale * factor);
  flyTo({ x: held.x - (point.x - view.width / 2) / scale, y: held.y - (point.y - view.height / 2) / scale, scale }, time);
}

export const zoomMap = (factor) => zoomMapAt({ x: view.width / 2, y: view.height / 2 }, factor, 150);
const panMap = (x, y) => setCamera({ ...camera, x: camera.x - x / camera.scale, y: camera.y - y / camera.scale });

// One finger or the mouse moves the map, two fingers pinch it, the wheel zooms; a press without a move is a click.
export function startGestures(surface, { click, hover, leave }) {
  const pressed = new Map();
  let moved = 0;
  const at = (event) => {
    const box = surface.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  };
  const spread = ([one, other]) => Math.hypot(one.x - other.x, one.y - other.y);
  const between = ([one, other]) => ({ x: (one.x + other.x) / 2, y: (one.y + other.y) / 2 });

  surface.addEventListener('pointerdown', (event) => {
    if (event.button) return;
    cancelAnimationFrame(flight);
    surface.setPointerCapture(event.pointerId);
    if (!pressed.size) moved = 0;
    pressed.set(event.pointerId, at(event));
  });
  surface.addEventListener('pointermove', (event) => {
    const point = at(event);
    const before = pressed.get(event.pointerId);
    if (!before) {
      hover(point);
      return;
    }
    const old = [...pressed.values()];
    pressed.set(event.pointerId, point);
    moved += Math.hypot(point.x - before.x, point.y - before.y);
    if (moved < 4) return;
    leave();
    if (pressed.size === 1) panMap(point.x - before.x, point.y - before.y);
    else if (pressed.size === 2) {
      const now = [...pressed.values()];
      const [middle, was] = [between(now), between(old)];
      panMap(middle.x - was.x, middle.y - was.y);
      if (spread(old) > 0) zoomMapAt(middle, spread(now) / spread(old));
    }
  });
  const release = (event) => {
    const point = pressed.get(event.pointerId);
    pressed.delete(event.pointerId);
    if (point && event.type === 'pointerup' && moved < 4 && !pressed.size) click(at(event));
  };
  surface.addEventListener('pointerup', release);
  surface.addEventListener('pointercancel', release);
  surface.addEventListener('pointerleave', leave);
  surface.addEventListener('wheel', (event) => {
    event.preventDefault();
    leave();
    const pixels = event.deltaY * [1, 16, 400][event.deltaMode];
    zoomMapAt(at(event), Math.exp(-Math.max(-300, Math.min(300, pixels)) * 0.002));
  }, { passive: false });
  surface.addEventListener('keydown', (event) => {
    const pans = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (pans[event.key]) panMap(...pans[event.key]);
    else if (event.key === '+' || event.key === '=') zoomMap(1.4);
    else if (event.key === '-') zoomMap(1 / 1.4);
    else if (event.key === '0') fitMap();
    else return;
    event.preventDefault();
  });
}

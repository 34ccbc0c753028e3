// The canvas of the map: it is painted when something has changed, and takes the size of its frame.
import { byId } from '../core/dom.js';
import { state } from '../core/state.js';
import { camera, view } from './camera.js';
import { drawMapCounts } from './legend.js';
import { paintMap } from './paint.js';
import { goToMapPlace } from './place.js';
import { layoutLines, layoutSpots } from './spots.js';

let mapPaper = null;
let mapWaiting = 0;
let scaleOfLayout = 0;

export const isMapOpen = () => state.view === 'map';

function paintMapNow() {
  mapWaiting = 0;
  if (!isMapOpen() || !view.width) return;
  if (camera.scale !== scaleOfLayout) layoutMap({ paint: false });
  const ctx = mapPaper.getContext('2d');
  const ratio = mapPaper.width / view.width;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  paintMap(ctx);
}

export function paintMapSoon() {
  if (!mapWaiting) mapWaiting = requestAnimationFrame(paintMapNow);
}

export function layoutMap({ paint = true } = {}) {
  if (!isMapOpen() || !view.width) return;
  scaleOfLayout = camera.scale;
  layoutSpots();
  layoutLines();
  drawMapCounts();
  if (paint) paintMapSoon();
}

export function sizeMap() {
  const { clientWidth, clientHeight } = byId('map-canvas');
  if (!clientWidth || (clientWidth === view.width && clientHeight === view.height)) return;
  const first = !view.width;
  Object.assign(view, { width: clientWidth, height: clientHeight });
  const ratio = Math.min(window.devicePixelRatio || 1, 2);
  Object.assign(mapPaper, { width: Math.round(clientWidth * ratio), height: Math.round(clientHeight * ratio) });
  if (first) goToMapPlace();
  layoutMap();
}

export function timedPaint() {
  const begun = performance.now();
  paintMapNow();
  return performance.now() - begun;
}

export function startCanvas() {
  mapPaper = byId('map-canvas').querySelector('canvas');
  new ResizeObserver(sizeMap).observe(byId('map-canvas'));
}

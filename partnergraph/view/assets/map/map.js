// The map as a view of the page: it shows what is visible, selected and strong, as the picture does.
import { nodes } from '../core/data.js';
import { byId, element, isolated } from '../core/dom.js';
import { narrow } from '../core/media.js';
import { clearSelection, selectFact, selectNode, viewers } from '../core/selection.js';
import { whenChanged } from '../core/state.js';
import { amountNumber, countryName, plural, shortened, wholeNumber, words } from '../core/words.js';
import { tipFor } from '../picture/tips.js';
import { boxOfRows, camera, fitMap, flyTo, MOST_SCALE, onScreen, onSheet, scaleFor, setCamera, startGestures, view, whenMoved, widened, zoomMap } from './camera.js';
import { isMapOpen, layoutMap, paintMapSoon, sizeMap, startCanvas, timedPaint } from './canvas.js';
import { closeMapCard, showMapLine, showPile } from './card.js';
import { drawMapLegend, drawMapNote, drawUnplaced, startMapLegend } from './legend.js';
import { choropleth, fillOfArea, mapMeasure, measureAreas } from './measures.js';
import { goToMapPlace, rememberMapPlace } from './place.js';
import { areaAt, areas, isPlaced, sheet, sheetPlace } from './sheet.js';
import { fanOut, isOnePlace, layoutOfMap, mapLineAt, spotAt, spotOnScreen } from './spots.js';

// What is seen of the map changes with what is visible, strong, or coloured otherwise.
function refreshMap() {
  if (!isMapOpen()) return;
  sizeMap();
  measureAreas();
  drawMapLegend();
  drawUnplaced();
  drawMapNote();
  layoutMap();
}

function openPile(spot) {
  const box = boxOfRows(spot.rows);
  if (!isOnePlace(box) && camera.scale < MOST_SCALE * 0.9) {
    // Near towns part when one comes closer; those in one place must be fanned out.
    const scale = Math.min(scaleFor(widened(box, 1)), camera.scale * 6);
    flyTo({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2, scale: Math.max(scale, camera.scale * 1.6) });
    return;
  }
  fanOut(spot.row);
  showPile(spot);
  // The fan opens beside the list that comes with it.
  const card = byId('map-card');
  const room = narrow.matches ? { x: view.width / 2, y: (view.height - card.offsetHeight) / 2 } : { x: (view.width - card.offsetWidth - 50) / 2, y: view.height * 0.38 };
  flyTo({ x: spot.x - (room.x - view.width / 2) / camera.scale, y: spot.y - (room.y - view.height / 2) / camera.scale, scale: camera.scale });
  layoutMap();
}

function clickMap(point) {
  mapTip(null, {});
  const spot = spotAt(point);
  if (spot) {
    if (spot.rows.length > 1) openPile(spot);
    else selectNode(spot.row, { stay: true });
    return;
  }
  const line = mapLineAt(point);
  if (line) {
    if (line.rows.length === 1) selectFact(line.rows[0], { stay: true });
    else showMapLine(line);
    return;
  }
  const area = areaAt(onSheet(point));
  closeMapCard();
  if (area !== null && areas[area].node !== undefined) selectNode(areas[area].node, { stay: true });
  else clearSelection();
}

function mapTip(lines, { x, y }) {
  const tip = byId('tip');
  tip.hidden = !lines;
  byId('map-canvas').classList.toggle('on-node', Boolean(lines?.press));
  if (!lines) return;
  tip.replaceChildren(...lines.texts.map((line) => element('div', {}, line)));
  tip.style.left = `${Math.max(4, Math.min(x + 14, view.width - tip.offsetWidth - 6))}px`;
  tip.style.top = `${Math.max(4, y + tip.offsetHeight + 24 > view.height ? y - tip.offsetHeight - 10 : y + 16)}px`;
}

function areaTip(area) {
  const { name, country, region, code } = areas[area];
  const value = choropleth.values.get(area);
  const { label, unit, key } = mapMeasure();
  const named = element('strong', {}, isolated(areas[area].node === undefined ? name : nodes[areas[area].node].name));
  const where = region ? `${code ?? 'no ISO code'} · ${countryName(country)}` : '';
  if (key === 'none' || (!region && value === undefined)) return [named, where];
  const measured = value === undefined ? 'not known' : [amountNumber.format(value), unit].filter(Boolean).join(' ');
  return [named, [where, `${label}: ${measured}`].filter(Boolean).join(' · ')];
}

function hoverMap(point) {
  const spot = spotAt(point);
  const line = spot ? null : mapLineAt(point);
  const area = spot || line ? null : areaAt(onSheet(point));
  if (spot?.rows.length > 1) {
    const names = spot.rows.slice(0, 3).map((row) => shortened(nodes[row].name)).join(', ');
    mapTip({ texts: [element('strong', {}, isolated(names)), `${wholeNumber.format(spot.rows.length)} in all · click to part them`], press: true }, point);
  } else if (spot) mapTip({ texts: tipFor('node', spot.row), press: true }, point);
  else if (line?.rows.length === 1) mapTip({ texts: tipFor('fact', line.rows[0]), press: true }, point);
  else if (line) mapTip({ texts: [element('strong', {}, words(line.type)), `${plural(line.rows.length, 'fact', 'facts')} along this line`], press: true }, point);
  else mapTip(area === null ? null : { texts: areaTip(area), press: areas[area].node !== undefined }, point);
}

function moveMapTo(rows) {
  const placed = rows.filter(isPlaced);
  if (!placed.length) return;
  sizeMap();
  const box = boxOfRows(placed);
  const scale = Math.max(camera.scale, Math.min(scaleFor(widened(box, sheet.size[0] / 12)), MOST_SCALE));
  const low = narrow.matches ? byId('panel').offsetHeight / 2 / scale : 0;
  flyTo({ x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 + low, scale: placed.length > 1 ? Math.min(scale, scaleFor(box)) : scale });
  layoutMap();
}

viewers.map = { moveTo: moveMapTo };

// Where a node, or the pile that it is in, is drawn on the screen; null for what is not on the map.
function mapSpotOf(row) {
  const spot = layoutOfMap.spots[layoutOfMap.spotOf.get(row)];
  return spot ? { ...spotOnScreen(spot), size: spot.size, rows: [...spot.rows], isFanned: Boolean(spot.inFan) } : null;
}

// For those who embed the page or test it.
export const mapForOthers = Object.freeze({
  spot: mapSpotOf,
  screen: (row) => (isPlaced(row) ? onScreen(sheetPlace(row)) : null),
  camera: () => ({ ...camera }),
  move: (x, y, scale) => setCamera({ x, y, scale }),
  paint: timedPaint,
  counts: () => ({ spots: layoutOfMap.spots.length, lines: layoutOfMap.lines.length, inside: layoutOfMap.inside, outside: layoutOfMap.outside }),
  values: () => areas.map(({ code }, area) => ({ code, value: choropleth.values.get(area) ?? null, fill: fillOfArea(area) })),
});

export function startMap() {
  // Without a place or a country there is nothing to show.
  if (!areas.length) {
    byId('view-map').remove();
    byId('map').remove();
    return;
  }
  startCanvas();
  startMapLegend();
  startGestures(byId('map-canvas'), { click: clickMap, hover: hoverMap, leave: () => mapTip(null, {}) });
  whenMoved.push(paintMapSoon, rememberMapPlace);
  byId('map-zoom-in').addEventListener('click', () => zoomMap(1.5));
  byId('map-zoom-out').addEventListener('click', () => zoomMap(1 / 1.5));
  byId('map-zoom-fit').addEventListener('click', () => fitMap());
  byId('map').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !byId('map-card').hidden) closeMapCard();
  });
  whenChanged(['view', 'visible', 'spotlight', 'looks', 'mapMeasure'], refreshMap);
  // Only a link that is read announces a place.
  whenChanged('mapAt', () => isMapOpen() && view.width && goToMapPlace());
  refreshMap();
}

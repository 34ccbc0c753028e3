// The map on a canvas. Only plain path calls are used, so that another kind of context can record them.
import { mixed } from '../core/colours.js';
import { nodes, nodeTypes } from '../core/data.js';
import { nodeFill } from '../core/looks.js';
import { state } from '../core/state.js';
import { edgeColour, theme } from '../core/theme.js';
import { compactNumber } from '../core/words.js';
import { byFacts, drawLabels, labelFont, screenRoom } from '../picture/labels.js';
import { corners, ownShapes } from '../picture/shapes.js';
import { isSelected, spotlight } from '../picture/spotlight.js';
import { camera, onScreen, view } from './camera.js';
import { fillOfArea } from './measures.js';
import { mapColours } from './shades.js';
import { areas, lineOf, outlineLines, splitCountries } from './sheet.js';
import { bendOf, layoutOfMap, spotOnScreen } from './spots.js';

const isInView = (box) => {
  const [low, high] = [onScreen({ x: box.left, y: box.top }), onScreen({ x: box.right, y: box.bottom })];
  return high.x > -20 && low.x < view.width + 20 && high.y > -20 && low.y < view.height + 20;
};

// Points less than a pixel from the last one drawn are passed over, but for the last of a line.
function tracePoints(ctx, points, { backwards = false, begin = true }) {
  const { scale } = camera;
  const [left, top] = [view.width / 2 - camera.x * scale, view.height / 2 - camera.y * scale];
  const count = points.length / 2;
  let [lastX, lastY] = [NaN, NaN];
  for (let step = 0; step < count; step += 1) {
    const at = 2 * (backwards ? count - 1 - step : step);
    const [x, y] = [points[at] * scale + left, points[at + 1] * scale + top];
    if (!step && begin) ctx.moveTo(x, y);
    else if (step && step < count - 1 && Math.abs(x - lastX) < 0.8 && Math.abs(y - lastY) < 0.8) continue;
    else ctx.lineTo(x, y);
    [lastX, lastY] = [x, y];
  }
}

function traceArea(ctx, { rings }) {
  for (const ring of rings) {
    ring.forEach((number, at) => tracePoints(ctx, lineOf(number).points, { backwards: number < 0, begin: at === 0 }));
    ctx.closePath();
  }
}

function fillAreas(ctx, chosenAreas, colour) {
  ctx.beginPath();
  chosenAreas.forEach((area) => traceArea(ctx, area));
  ctx.fillStyle = colour;
  ctx.fill('evenodd');
}

// Slanted lines over the areas of which nothing is known.
function hatchAreas(ctx, unknown, colour) {
  if (!unknown.length) return;
  ctx.save();
  ctx.beginPath();
  unknown.forEach((area) => traceArea(ctx, area));
  ctx.clip('evenodd');
  ctx.beginPath();
  // The lines move with the land.
  const start = onScreen({ x: 0, y: 0 });
  const first = ((start.x + start.y) % 7) - 7;
  for (let x = first - view.height; x < view.width + 7; x += 7) {
    ctx.moveTo(x, view.height);
    ctx.lineTo(x + view.height, 0);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1;
  ctx.stroke();
  ctx.restore();
}

// Regions and countries were drawn at different scales by their source: a region ends where its country does.
function paintRegions(ctx, shown, colours) {
  const regionsShown = shown.filter((area) => area.region);
  if (!regionsShown.length) return;
  ctx.save();
  ctx.beginPath();
  shown.filter((area) => !area.region && splitCountries.has(area.country)).forEach((area) => traceArea(ctx, area));
  ctx.clip('evenodd');
  if (state.mapMeasure !== 'none') {
    for (const area of regionsShown) {
      const fill = fillOfArea(areas.indexOf(area));
      if (fill) fillAreas(ctx, [area], fill);
    }
    hatchAreas(ctx, regionsShown.filter((area) => fillOfArea(areas.indexOf(area)) === null), colours.hatch);
  }
  strokeLines(ctx, (line) => line.regions > 1, colours.regional, 0.7);
  ctx.restore();
}

function strokeLines(ctx, wanted, colour, width) {
  ctx.beginPath();
  for (const line of outlineLines) if (wanted(line) && isInView(line.box)) tracePoints(ctx, line.points, {});
  ctx.strokeStyle = colour;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.stroke();
}

function paintLand(ctx) {
  const colours = mapColours();
  const shown = areas.filter((area) => isInView(area.box));
  ctx.fillStyle = colours.sea;
  ctx.fillRect(0, 0, view.width, view.height);
  const countries = shown.filter((area) => !area.region);
  fillAreas(ctx, countries, colours.land);
  for (const area of countries) {
    const fill = splitCountries.has(area.country) ? null : fillOfArea(areas.indexOf(area));
    if (fill) fillAreas(ctx, [area], fill);
  }
  paintRegions(ctx, shown, colours);
  strokeLines(ctx, (line) => line.countries === 1, colours.coast, 0.7);
  strokeLines(ctx, (line) => line.countries > 1, colours.border, 1);
  const own = state.selection?.kind === 'node' ? areas.find((area) => area.node === state.selection.row) : undefined;
  if (own) {
    ctx.beginPath();
    traceArea(ctx, own);
    ctx.strokeStyle = theme().ink;
    ctx.lineWidth = 2;
    ctx.stroke();
  }
}

function traceBend(ctx, { one, other, middle }) {
  ctx.moveTo(one.x, one.y);
  ctx.quadraticCurveTo(middle.x, middle.y, other.x, other.y);
}

const widthOfLine = (line) => Math.min(1.1 + 0.5 * Math.log2(line.rows.length), 3.5) + (line.strong ? 0.8 : 0);

function traceArrow(ctx, { other, middle }, size, width) {
  const angle = Math.atan2(other.y - middle.y, other.x - middle.x);
  const tip = { x: other.x - size * Math.cos(angle), y: other.y - size * Math.sin(angle) };
  const reach = 5 + width;
  for (const [at, turn] of [[0, 0], [1, 0.42], [2, -0.42]]) {
    const x = turn ? tip.x - reach * Math.cos(angle + turn) : tip.x;
    const y = turn ? tip.y - reach * Math.sin(angle + turn) : tip.y;
    if (at) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
  }
  ctx.closePath();
}

// Beyond these numbers what is drawn becomes plainer: thin lines without arrows, piles without a ring and a number.
const MANY_LINES = 1500;
const MANY_SPOTS = 300;
const isOnScreen = ({ x, y }) => x > -30 && y > -30 && x < view.width + 30 && y < view.height + 30;
let plainPiles = false;

// Lines of one look are one path: thousands are drawn at once.
function paintLines(ctx, lines) {
  const { line: usual, faint } = theme();
  const many = layoutOfMap.lines.length > MANY_LINES;
  const looks = new Map();
  for (const line of lines) {
    const width = Math.round(widthOfLine(line) * 2) / 2;
    const bend = bendOf(line);
    // What only passes through from one far end to another recedes.
    const passing = !isOnScreen(bend.one) && !isOnScreen(bend.other);
    const key = `${line.type} ${width} ${line.dashed} ${line.strong} ${passing}`;
    if (!looks.has(key)) looks.set(key, { line, width, passing, bends: [] });
    const [xs, ys] = [[bend.one.x, bend.other.x, bend.middle.x], [bend.one.y, bend.other.y, bend.middle.y]];
    if (Math.max(...xs) < 0 || Math.min(...xs) > view.width || Math.max(...ys) < 0 || Math.min(...ys) > view.height) continue;
    looks.get(key).bends.push([bend, layoutOfMap.spots[line.to].size]);
  }
  for (const { line, width, passing, bends } of looks.values()) {
    ctx.globalAlpha = spotlight() ? (line.strong ? 0.95 : faint) : Math.max(Math.min(usual, 400 / layoutOfMap.lines.length), 0.05);
    if (passing && !line.strong) ctx.globalAlpha *= 0.3;
    ctx.strokeStyle = edgeColour(line.type);
    ctx.lineWidth = many && !line.strong ? width * 0.6 : width;
    ctx.setLineDash(line.dashed ? [5, 4] : []);
    ctx.beginPath();
    bends.forEach(([bend]) => traceBend(ctx, bend));
    ctx.stroke();
    if (!line.directed || (many && !line.strong)) continue;
    ctx.fillStyle = edgeColour(line.type);
    ctx.beginPath();
    bends.forEach(([bend, size]) => traceArrow(ctx, bend, size, width));
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
}

export function traceShape(ctx, shape, x, y, size) {
  ctx.beginPath();
  if (corners[shape]) {
    corners[shape].forEach(([cx, cy], at) => {
      const to = [x + ((cx - 8) / 7) * size, y + ((cy - 8) / 7) * size];
      if (at) ctx.lineTo(...to);
      else ctx.moveTo(...to);
    });
    ctx.closePath();
  } else if (shape === 'ellipse') ctx.ellipse(x, y, size * 1.2, size * 0.8, 0, 0, 2 * Math.PI);
  else if (ownShapes.has(shape)) ctx.rect(x - size * 1.1, y - size * 0.7, size * 2.2, size * 1.4);
  else ctx.arc(x, y, size, 0, 2 * Math.PI);
}

// How many more a pile holds, above its right shoulder; a number that would lie on another one is left out.
function paintBadge(ctx, spot, room) {
  const { ground, ink, quiet } = theme();
  const { x, y } = spotOnScreen(spot);
  const text = `+${compactNumber.format(spot.rows.length - 1)}`;
  const width = 6 + 5.6 * text.length;
  const box = { left: x + spot.size * 0.6, top: y - spot.size * 0.6 - 11, right: x + spot.size * 0.6 + width, bottom: y - spot.size * 0.6 + 2 };
  if (!room.isFree(box)) return;
  room.take(box);
  ctx.font = labelFont(true, 9.5);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.beginPath();
  ctx.roundRect(box.left, box.top, width, 13, 6.5);
  ctx.fillStyle = ground;
  ctx.fill();
  ctx.lineWidth = 1;
  ctx.strokeStyle = quiet;
  ctx.stroke();
  ctx.fillStyle = ink;
  ctx.fillText(text, box.left + width / 2, box.top + 7);
}

function paintBadges(ctx, spots) {
  if (plainPiles) return;
  const lit = spotlight();
  const room = screenRoom();
  for (const spot of spots) if (spot.rows.length > 1 && (!lit || spot.rows.some((row) => lit.nodes.has(row)))) paintBadge(ctx, spot, room);
}

function paintSpot(ctx, spot) {
  const { ground, ink, rim } = theme();
  const at = spotOnScreen(spot);
  if (!isOnScreen(at)) return;
  const lit = spotlight();
  const strong = !lit || spot.rows.some((row) => lit.nodes.has(row));
  const marked = spot.rows.some((row) => isSelected('node', row));
  const fill = nodeFill(spot.row);
  traceShape(ctx, nodeTypes.get(nodes[spot.row].type).shape, at.x, at.y, spot.size);
  ctx.fillStyle = strong ? fill : mixed(fill, ground, 0.75);
  ctx.fill();
  ctx.lineWidth = marked ? 3 : 1;
  ctx.strokeStyle = marked ? ink : rim;
  ctx.stroke();
  if (spot.rows.length === 1 || !strong || plainPiles) return;
  // A pile wears a ring.
  ctx.beginPath();
  ctx.arc(at.x, at.y, spot.size + 3.5, 0, 2 * Math.PI);
  ctx.globalAlpha = 0.6;
  ctx.lineWidth = 1;
  ctx.strokeStyle = ink;
  ctx.stroke();
  ctx.globalAlpha = 1;
}

// The fan lies on a disc of its own, each member on a thread.
function paintFan(ctx) {
  const { fan, lines, spots } = layoutOfMap;
  const middle = onScreen(fan);
  const { ground, quiet } = theme();
  ctx.globalAlpha = 0.9;
  ctx.beginPath();
  ctx.arc(middle.x, middle.y, fan.reach, 0, 2 * Math.PI);
  ctx.fillStyle = ground;
  ctx.fill();
  ctx.globalAlpha = 1;
  ctx.strokeStyle = quiet;
  ctx.lineWidth = 0.8;
  ctx.stroke();
  paintLines(ctx, lines.filter((line) => spots[line.from].inFan || spots[line.to].inFan));
  fan.members.toReversed().forEach((spot) => paintSpot(ctx, spot));
}

// labels.js asks a graph where things are; here everything is on the screen already.
const screenGraph = {
  getScale: () => 1,
  canvasToDOM: (point) => point,
  DOMtoCanvas: (point) => point,
  canvas: { frame: { canvas: { get clientWidth() { return view.width; }, get clientHeight() { return view.height; } } } },
};
const nowhere = { x: -1e6, y: -1e6, size: 0 };

function labelPlace(row) {
  const spot = layoutOfMap.spots[layoutOfMap.spotOf.get(row)];
  if (!spot || spot.row !== row) return nowhere;
  return { ...spotOnScreen(spot), size: spot.size };
}

function paintLabels(ctx) {
  const { fan, spots } = layoutOfMap;
  const lit = spotlight();
  const heads = new Set(spots.map((spot) => spot.row));
  const rows = byFacts.filter((row) => heads.has(row));
  const first = lit ? lit.first.filter((row) => heads.has(row)) : [];
  // Names around an open fan would be taken for its members'.
  const named = lit ? rows.filter((row) => lit.nodes.has(row)) : fan ? fan.members.map((spot) => spot.row) : rows;
  drawLabels(ctx, screenGraph, labelPlace, { rows, first, only: new Set(named) });
}

// Paint the whole map as it stands now, in CSS pixels.
export function paintMap(ctx) {
  ctx.save();
  paintLand(ctx);
  const { fan, lines, spots } = layoutOfMap;
  plainPiles = spots.filter((spot) => isOnScreen(spotOnScreen(spot))).length > MANY_SPOTS;
  paintLines(ctx, fan ? lines.filter((line) => !spots[line.from].inFan && !spots[line.to].inFan) : lines);
  // Small ones last: they would vanish under the large.
  [...spots].filter((spot) => !spot.inFan).sort((a, b) => b.size - a.size).forEach((spot) => paintSpot(ctx, spot));
  paintBadges(ctx, spots);
  if (fan) paintFan(ctx);
  ctx.restore();
  paintLabels(ctx);
}

// The present view as an SVG of its own: made from the data, with title, legend and a line that says what is shown.
import { data, edgeTypes, facts, isLarge, nodes, nodeTypes } from '../core/data.js';
import { svg } from '../core/dom.js';
import { state } from '../core/state.js';
import { theme } from '../core/theme.js';
import { dateWords, plural, words } from '../core/words.js';
import { shownWords } from '../filters/counts.js';
import { visible } from '../filters/filters.js';
import { drawing, edgeLook, graph, nodeLook, pictureLabels, placeOf } from '../picture/graph.js';
import { drawLabels } from '../picture/labels.js';
import { drawLargeLabels, stage } from '../picture/large.js';
import { bubbleList, drawBands, drawDisc, ground, groupOf, touches, viewBox } from '../picture/large_ground.js';
import { edgeSwatch, nodeSwatch } from '../picture/shapes.js';
import { isSelected, spotlight } from '../picture/spotlight.js';
import { view } from '../map/camera.js';
import { areaSwatch, spanWords } from '../map/legend.js';
import { classSpans, mapMeasure } from '../map/measures.js';
import { paintMap, traceShape } from '../map/paint.js';
import { isPlaced } from '../map/sheet.js';
import { ruler, short, SvgPen, svgText, xmlText } from './svg_pen.js';

const SHEET = { head: 58, legend: 230, edge: 20, line: 20, font: 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif' };

export const isoToday = () => {
  const now = new Date();
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0')).join('-');
};

function viewSize() {
  if (state.view === 'map') return { width: view.width, height: view.height };
  const { clientWidth, clientHeight } = graph.canvas.frame.canvas;
  return { width: clientWidth, height: clientHeight };
}

function screenPlace(row) {
  const { x, y, size } = placeOf(row);
  const staged = isLarge && stage.nodes.has(row) ? Math.max(size, 3.5 / graph.getScale()) : size;
  return { ...graph.canvasToDOM({ x, y }), size: staged * graph.getScale() };
}

// A fact whose line is not drawn alone: it is part of a band between two discs.
const isInBand = (row) => isLarge && !spotlight()?.facts.has(row) && groupOf(facts[row].from) !== groupOf(facts[row].to) && Math.min(groupOf(facts[row].from), groupOf(facts[row].to)) >= 0;

// Where the line of a fact bends, as vis-network bends it; nothing for a straight one.
function pictureBend(row) {
  const via = graph.body.edges[row]?.edgeType.getViaNode?.();
  return via && Number.isFinite(via.x) ? graph.canvasToDOM(via) : null;
}

function traceFact(pen, row) {
  const { from, to } = facts[row];
  const [one, other] = [screenPlace(from), screenPlace(to)];
  const bend = pictureBend(row);
  pen.beginPath();
  if (from === to) {
    pen.arc(one.x, one.y - 1.6 * one.size, one.size);
    return null;
  }
  pen.moveTo(one.x, one.y);
  if (bend) pen.quadraticCurveTo(bend.x, bend.y, other.x, other.y);
  else pen.lineTo(other.x, other.y);
  return { come: bend ?? one, other };
}

// The head of an arrow touches the rim of the node it points at.
function drawArrowHead(pen, { come, other }) {
  const angle = Math.atan2(other.y - come.y, other.x - come.x);
  const reach = Math.max(5, Math.min(9, 7 * graph.getScale()));
  const tip = { x: other.x - other.size * Math.cos(angle), y: other.y - other.size * Math.sin(angle) };
  const side = (turn) => [tip.x - reach * Math.cos(angle + turn), tip.y - reach * Math.sin(angle + turn)];
  pen.beginPath();
  pen.moveTo(tip.x, tip.y);
  pen.lineTo(...side(0.42));
  pen.lineTo(...side(-0.42));
  pen.closePath();
  pen.fill().setAttribute('class', 'arrow');
}

function drawFactLine(pen, row) {
  const { color, width } = edgeLook(row);
  const { dashes } = drawing.edges[row];
  const scale = graph.getScale();
  pen.strokeStyle = pen.fillStyle = color.color;
  pen.globalAlpha = color.opacity;
  pen.lineWidth = Math.max(width * scale, 0.5);
  pen.dash = dashes ? dashes.map((length) => Math.max(length * scale, 2)) : [];
  const ends = traceFact(pen, row);
  const line = pen.stroke();
  line.setAttribute('class', 'fact');
  line.setAttribute('data-fact', row);
  if (ends && edgeTypes.get(facts[row].type).directed) drawArrowHead(pen, ends);
}

function drawNodeShape(pen, row) {
  const { x, y, size } = screenPlace(row);
  const { color, borderWidth } = nodeLook(row);
  const scale = graph.getScale();
  traceShape(pen, nodeTypes.get(nodes[row].type).shape, x, y, Math.max(size, 0.8));
  pen.fillStyle = color.background;
  const shape = pen.fill();
  for (const [name, value] of Object.entries({ class: 'node', 'data-node': row, stroke: color.border, 'stroke-width': short(Math.min(borderWidth, borderWidth * scale)) })) shape.setAttribute(name, value);
  const title = svg('title', {});
  title.textContent = xmlText(nodes[row].name);
  shape.append(title);
}

// The discs and bands of a large network.
function drawDiscs(parent) {
  const pen = new SvgPen(parent, { toScreen: (point) => graph.canvasToDOM(point), scale: graph.getScale() });
  const scale = graph.getScale();
  if (!isLarge || !ground.bubbles) return;
  if (!spotlight()) drawBands(pen, scale);
  const seen = viewBox();
  bubbleList.forEach((bubble, at) => ground.parts[at].nodes && touches(seen, bubble) && drawDisc(pen, bubble, scale));
}

// What lies in the present view: the visible nodes, and the facts whose lines cross it.
function inPresentView() {
  const { width, height } = viewSize();
  const meets = (left, right, top, bottom) => right >= 0 && left <= width && bottom >= 0 && top <= height;
  const lit = spotlight();
  const rows = [...nodes.keys()].filter((row) => {
    if (!visible.nodes.has(row) && !lit?.nodes.has(row)) return false;
    const { x, y, size } = screenPlace(row);
    return meets(x - size, x + size, y - size, y + size);
  });
  const lines = [...facts.keys()].filter((row) => {
    if ((!visible.facts.has(row) && !isSelected('fact', row)) || isInBand(row)) return false;
    const points = [screenPlace(facts[row].from), screenPlace(facts[row].to), pictureBend(row)].filter(Boolean);
    const [xs, ys] = ['x', 'y'].map((axis) => points.map((point) => point[axis]));
    return meets(Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys));
  });
  return { rows, lines };
}

function drawPictureSvg(parent) {
  const { rows, lines } = inPresentView();
  const parts = Object.fromEntries(['ground', 'facts', 'nodes', 'names'].map((name) => [name, parent.appendChild(svg('g', { class: name }))]));
  drawDiscs(parts.ground);
  const pen = new SvgPen(parts.facts);
  lines.forEach((row) => drawFactLine(pen, row));
  // Small nodes last: they would vanish under the large.
  const nodePen = new SvgPen(parts.nodes);
  [...rows].sort((a, b) => nodes[b].facts - nodes[a].facts).forEach((row) => drawNodeShape(nodePen, row));
  const namePen = new SvgPen(parts.names, { toScreen: (point) => graph.canvasToDOM(point), scale: graph.getScale() });
  if (isLarge) drawLargeLabels(namePen);
  else drawLabels(namePen, graph, placeOf, pictureLabels());
  return { rows, lines };
}

function drawMapSvg(parent) {
  paintMap(new SvgPen(parent));
  const rows = [...visible.nodes].filter(isPlaced);
  return { rows, lines: [...visible.facts] };
}

function dashedSwatch() {
  const picture = svg('svg', { viewBox: '0 0 24 16' });
  picture.append(svg('line', { x1: 1, y1: 8, x2: 23, y2: 8, stroke: theme().quiet, 'stroke-width': 2.5, 'stroke-dasharray': '5 4' }));
  return picture;
}

// A text in as many lines as fit a width in pixels.
function wrapped(text, width, font) {
  ruler.font = font;
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && ruler.measureText(longer).width > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function legendEntries({ rows, lines }) {
  const usedNodes = new Set(rows.map((row) => nodes[row].type));
  const usedFacts = new Set(lines.map((row) => facts[row].type));
  const ofNodes = state.colourBy === 'group' ? [] : data.nodeTypes.filter(({ name }) => usedNodes.has(name)).map(({ name }) => ({ swatch: nodeSwatch(name), text: words(name) }));
  const ofFacts = data.edgeTypes.filter(({ name }) => usedFacts.has(name)).map(({ name }) => ({ swatch: edgeSwatch(name), text: words(name) }));
  const planned = lines.some((row) => ['planned', 'proposed'].includes(facts[row].status));
  const dashed = planned ? [{ swatch: dashedSwatch(), text: 'Planned or proposed' }] : [];
  const regions = state.view === 'map' ? classSpans().map((span) => ({ swatch: areaSwatch(span.shade), text: spanWords(span) })) : [];
  const { label, unit } = state.view === 'map' ? mapMeasure() : {};
  return [
    ['Parties and places', state.colourBy === 'group' ? [{ swatch: null, text: 'Coloured by group' }] : ofNodes],
    ['Facts', [...ofFacts, ...dashed]],
    [[label, unit && `in ${unit}`].filter(Boolean).join(', '), regions],
  ].filter(([, entries]) => entries.length);
}

function drawLegendSvg(parent, shown) {
  const { ink, quiet } = theme();
  let y = 0;
  for (const [heading, entries] of legendEntries(shown)) {
    parent.append(svgText(heading, { x: 0, y: y + 12, 'font-size': 12, 'font-weight': 600, fill: quiet }));
    y += 24;
    for (const { swatch, text } of entries) {
      if (swatch) {
        for (const [name, value] of Object.entries({ x: 0, y: y - 1, width: 24, height: 16 })) swatch.setAttribute(name, value);
        swatch.removeAttribute('class');
        parent.append(swatch);
      }
      parent.append(svgText(text, { x: swatch ? 32 : 0, y: y + 12, 'font-size': 13, fill: ink }));
      y += 21;
    }
    y += 12;
  }
  return y;
}

// What is shown, in words: of how many, as of which cut, and when it was written.
function captionLines({ rows, lines }) {
  const whole = shownWords();
  const banded = isLarge && state.view === 'picture' && ground.bands.length && !spotlight() ? '; facts between two groups are drawn as one band' : '';
  const here = state.view === 'map' ? '' : `In this view: ${plural(rows.length, 'party or place', 'parties and places')}, ${plural(lines.length, 'line', 'lines')}${banded}. `;
  return [`${here}${whole}.`, [data.cut, data.note, data.about && `${data.about}.`, `Written ${dateWords(isoToday())}.`].filter(Boolean).join(' ')];
}

// The whole sheet as an element, with its size in pixels.
export function composeSvg({ paper = theme().ground } = {}) {
  const { width, height } = viewSize();
  const { ink, quiet } = theme();
  const legendPart = svg('g', { class: 'legend', transform: `translate(${width + SHEET.edge} ${SHEET.head})` });
  const body = svg('g', { class: 'view', transform: `translate(0 ${SHEET.head})`, 'clip-path': 'url(#view)' });
  const shown = state.view === 'map' ? drawMapSvg(body) : drawPictureSvg(body);
  const across = width + SHEET.legend - 2 * SHEET.edge;
  const caption = captionLines(shown).flatMap((line) => wrapped(line, across, `13px ${SHEET.font}`));
  const tall = Math.max(height, drawLegendSvg(legendPart, shown)) + SHEET.head + SHEET.line;
  const size = { width: width + SHEET.legend, height: tall + (caption.length + 1) * SHEET.line };
  const sheet = svg('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, viewBox: `0 0 ${size.width} ${size.height}`, 'font-family': SHEET.font });
  const title = svg('title', {});
  title.textContent = xmlText(data.title);
  sheet.append(title, svg('rect', { ...size, fill: paper }));
  const [heading, ...more] = wrapped(data.title, across, `600 22px ${SHEET.font}`);
  sheet.append(svgText(more.length ? `${heading} …` : heading, { x: SHEET.edge, y: 36, 'font-size': 22, 'font-weight': 600, fill: ink }));
  const clip = svg('clipPath', { id: 'view' });
  clip.append(svg('rect', { width, height }));
  sheet.append(clip, body, legendPart);
  caption.forEach((line, at) => sheet.append(svgText(line, { class: 'caption', x: SHEET.edge, y: tall + 14 + at * SHEET.line, 'font-size': 13, fill: quiet })));
  return { sheet, size };
}

export const svgSource = (sheet) => `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(sheet)}\n`;

// Beside the map: what its colours say, what is not on it, and where its outlines come from.
import { nodes } from '../core/data.js';
import { byId, element, isolated, svg } from '../core/dom.js';
import { narrow } from '../core/media.js';
import { setState, state } from '../core/state.js';
import { plural, valueWords, wholeNumber } from '../core/words.js';
import { visible } from '../filters/filters.js';
import { byFacts } from '../picture/labels.js';
import { nodeButton } from '../panel/facts.js';
import { choropleth, classSpans, mapMeasure, mapMeasures } from './measures.js';
import { mapColours } from './shades.js';
import { isPlaced, lentBy, sheet, splitCountries, unmatchedRegions } from './sheet.js';
import { layoutOfMap } from './spots.js';

export function areaSwatch(fill) {
  const picture = svg('svg', { viewBox: '0 0 24 16', 'aria-hidden': 'true', class: 'swatch wide' });
  const { land, hatch, regional } = mapColours();
  picture.append(svg('rect', { x: 0.5, y: 1.5, width: 23, height: 13, rx: 2, fill: fill ?? land, stroke: regional }));
  if (fill === null) for (const x of [2, 9, 16]) picture.append(svg('line', { x1: x, y1: 14, x2: x + 7, y2: 2, stroke: hatch, 'stroke-width': 1.6 }));
  return picture;
}

export const spanWords = ({ least, most }) => (least === most ? valueWords(most) : `${valueWords(least)} – ${valueWords(most)}`);

export function drawMapLegend() {
  const { label, unit, doc, key } = mapMeasure();
  byId('map-measure').value = key;
  const rows = classSpans().map((span) => element('li', { 'data-most': span.most, 'data-shade': span.shade }, areaSwatch(span.shade), element('span', { class: 'name', title: plural(span.count, 'area', 'areas') }, spanWords(span))));
  const none = [...choropleth.values.values()].filter((value) => !(value > 0)).length;
  if (none) rows.push(element('li', {}, areaSwatch(mapColours().zero), element('span', { class: 'name', title: plural(none, 'area', 'areas') }, '0')));
  if (key !== 'none' && splitCountries.size) rows.push(element('li', { class: 'unknown' }, areaSwatch(null), element('span', { class: 'name' }, key.startsWith('amount:') ? 'no amount known' : 'not in this network')));
  byId('map-classes').replaceChildren(...rows);
  byId('map-classes').setAttribute('aria-label', unit ? `${label}: classes in ${unit}` : `${label}: classes`);
  byId('map-doc').textContent = rows.length ? [unit && `In ${unit}.`, doc].filter(Boolean).join(' ') : 'The regions are not coloured.';
}

const MOST_UNPLACED = 300;

export function drawUnplaced() {
  const rows = byFacts.filter((row) => visible.nodes.has(row) && !isPlaced(row));
  const box = byId('map-unplaced');
  box.hidden = !rows.length;
  box.querySelector('summary').textContent = `${plural(rows.length, 'party or place', 'parties and places')} without a place`;
  // A long list is built when it is opened; of a very long one the table has the rest.
  const fill = () => {
    const more = rows.length > MOST_UNPLACED ? [element('li', { class: 'quiet' }, `and ${wholeNumber.format(rows.length - MOST_UNPLACED)} more, in the table`)] : [];
    box.querySelector('ul').replaceChildren(...rows.slice(0, MOST_UNPLACED).map((row) => element('li', {}, nodeButton(row))), ...more);
  };
  box.ontoggle = () => box.open && fill();
  if (box.open) fill();
}

function drawUnmatched() {
  const rows = [...unmatchedRegions.keys()];
  const box = byId('map-unmatched');
  box.hidden = !rows.length;
  box.querySelector('summary').textContent = `${plural(rows.length, 'region', 'regions')} without an outline`;
  box.querySelector('ul').replaceChildren(...rows.map((row) => element('li', {}, nodeButton(row), `: ${unmatchedRegions.get(row)}`)));
}

export function drawMapCounts() {
  const { inside, outside } = layoutOfMap;
  const apart = [inside && `${plural(inside, 'fact lies', 'facts lie')} within one spot`, outside && `${plural(outside, 'fact has', 'facts have')} an end without a place`];
  byId('map-counts').textContent = apart.filter(Boolean).join('; ');
}

// What a node's place on the map is worth.
function placeWords(row) {
  if (!isPlaced(row)) return [isolated(nodes[row].name), ' has no known place and is not on the map.'];
  if (lentBy(row) !== undefined) return [isolated(nodes[row].name), ' stands at ', isolated(nodes[lentBy(row)].name), ', where it lies.'];
  if (unmatchedRegions.has(row)) return [isolated(nodes[row].name), ` has no outline: ${unmatchedRegions.get(row)}.`];
  return [];
}

export function drawMapNote() {
  const lines = state.selection?.kind === 'node' ? placeWords(state.selection.row) : [];
  byId('map-note').replaceChildren(...lines);
  byId('map-note').hidden = !lines.length;
}

export function startMapLegend() {
  byId('map-measure').replaceChildren(...mapMeasures.map(({ key, label }) => element('option', { value: key }, label)));
  byId('map-measure').addEventListener('change', () => setState({ mapMeasure: byId('map-measure').value }));
  byId('map-projection').textContent = `${sheet.projection}.`;
  byId('map-credit').textContent = sheet.credit;
  byId('map-side').open = !narrow.matches;
  drawUnmatched();
}

// What lies together on the map: a card with a button for each, so that all can be reached.
import { byDate, countBy, edgeTypes, facts, nodes } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { selectFact } from '../core/selection.js';
import { period, plural, wholeNumber, words } from '../core/words.js';
import { edgeSwatch } from '../picture/shapes.js';
import { nodeButton } from '../panel/facts.js';
import { boxOfRows } from './camera.js';
import { layoutMap } from './canvas.js';
import { lentBy } from './sheet.js';
import { fanOut, isOnePlace } from './spots.js';

function showMapCard(title, items) {
  const close = button(closeMapCard, { class: 'close', 'aria-label': 'Close this list' }, '×');
  byId('map-card').replaceChildren(close, element('h2', {}, title), element('ul', {}, ...items.map((item) => element('li', {}, item))));
  byId('map-card').hidden = false;
}

export function closeMapCard() {
  byId('map-card').hidden = true;
  fanOut(null);
  layoutMap();
}

export function showPile(spot) {
  // Named after the place that most of them have their coordinates from.
  const hosts = [...countBy(spot.rows.map((row) => ({ host: lentBy(row) ?? row })), 'host')].sort((a, b) => b[1] - a[1]);
  const title = [`${wholeNumber.format(spot.rows.length)} ${isOnePlace(boxOfRows(spot.rows)) ? 'at' : 'around'} `, isolated(nodes[hosts[0][0]].name)];
  const rows = [...spot.rows].sort((a, b) => nodes[b].facts - nodes[a].facts || a - b);
  showMapCard(element('span', {}, ...title), rows.map((row) => element('span', {}, nodeButton(row), ' ', element('span', { class: 'count' }, wholeNumber.format(nodes[row].facts)))));
}

export function showMapLine(line) {
  const rows = [...line.rows].sort(byDate);
  const item = (row) => {
    const { from, to, title } = facts[row];
    const what = [nodes[from].name, edgeTypes.get(line.type).directed ? '→' : '–', nodes[to].name].join(' ');
    return button(() => selectFact(row, { stay: true }), { class: 'node' }, edgeSwatch(line.type), isolated([what, period(facts[row]), title].filter(Boolean).join(' · ')));
  };
  showMapCard(`${words(line.type)}: ${plural(rows.length, 'fact', 'facts')} along this line`, rows.map(item));
}

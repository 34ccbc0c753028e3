// One fact in words, with the source behind it.
import { edgeTypes, facts, nodes, partnerOf, sources, statuses } from '../core/data.js';
import { button, element, isolated, link } from '../core/dom.js';
import { selectFact, selectNode } from '../core/selection.js';
import { amountWords, period } from '../core/words.js';
import { trendWords } from '../filters/counts.js';
import { choose, chosen, visible } from '../filters/filters.js';
import { nodeSwatch } from '../picture/shapes.js';

export function nodeButton(row, options = {}) {
  return button(() => selectNode(row), { class: 'node', ...options }, nodeSwatch(nodes[row].type), isolated(nodes[row].name));
}

export function sourceWords(source) {
  const parts = [];
  if (source.author) parts.push(isolated(source.author), ': ');
  parts.push(source.url ? link(source.url, source.title) : isolated(source.title));
  if (source.year !== undefined) parts.push(`, ${source.year}`);
  if (source.locator) parts.push(', ', isolated(source.locator));
  return parts;
}

// In a table the source itself must do; the panel says what it stands in.
function sourceItem(row, { brief = false } = {}) {
  const source = sources[row];
  const item = element('li', {}, ...sourceWords(source));
  if (source.url && !item.querySelector('a')) item.append(' (', isolated(source.url), ')');
  if (brief) return item;
  if (source.partOf !== undefined) {
    const whole = sources[source.partOf];
    item.append(element('span', { class: 'quiet' }, ' in ', ...sourceWords({ ...whole, locator: undefined })));
  }
  if (source.note) item.append(element('span', { class: 'quiet' }, ' (', isolated(source.note), ')'));
  if (!chosen.sources.has(row)) {
    item.append(' ', button(() => choose({ sources: new Set([row]) }), { class: 'inline', 'aria-label': `Only the facts of this source: ${source.title}` }, 'its facts'));
  }
  return item;
}

export function sourceList(fact, options) {
  if (!fact.sources.length) return undefined;
  return element('ul', { class: 'sources', 'aria-label': 'Sources' }, ...fact.sources.map((row) => sourceItem(row, options)));
}

export function statusChip(status) {
  return element('span', { class: `chip status-${statuses.has(status) ? status : 'unknown'}`, title: statuses.get(status)?.doc }, status);
}

function factMeta(fact, row) {
  const pieces = [];
  const trend = visible.trend?.get(row);
  if (trend) pieces.push(element('span', { class: `chip trend-${trend}` }, trendWords[trend]));
  if (period(fact)) pieces.push(element('time', {}, period(fact)));
  pieces.push(statusChip(fact.status));
  if (amountWords(fact)) pieces.push(element('span', { class: 'amount' }, isolated(amountWords(fact))));
  return element('p', { class: 'meta' }, ...pieces);
}

export function factText(fact, row) {
  return [
    factMeta(fact, row),
    fact.title && element('p', { class: 'what' }, isolated(fact.title)),
    fact.note && element('p', { class: 'quiet' }, isolated(fact.note)),
    sourceList(fact),
    fact.section && element('p', { class: 'quiet small' }, isolated(fact.section)),
  ].filter(Boolean);
}

// A fact in the list of one of its two nodes: the other node comes first, with the direction where there is one. Where
// the list is that of a larger place, `both` names the near node, too.
export function factItem(row, node, { both = false } = {}) {
  const fact = facts[row];
  const { directed } = edgeTypes.get(fact.type);
  const outwards = fact.from === node;
  const arrow = directed
    ? element('span', { class: 'arrow', role: 'img', 'aria-label': outwards ? 'to' : 'from' }, outwards ? '→' : '←')
    : both ? element('span', { class: 'arrow', role: 'img', 'aria-label': 'with' }, '–') : undefined;
  const near = both ? nodeButton(node) : undefined;
  const ends = element('div', { class: 'pair' }, ...[near, arrow, nodeButton(partnerOf(fact, node))].filter(Boolean));
  const alone = button(() => selectFact(row), { class: 'small-button', 'aria-label': 'Show this fact alone', title: 'Show this fact alone' }, '◎');
  return element('li', { class: 'fact' }, element('div', { class: 'partner' }, ends, alone), ...factText(fact, row));
}

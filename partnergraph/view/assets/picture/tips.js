// What is told of a node or a line under the pointer.
import { facts, nodes } from '../core/data.js';
import { byId, element, isolated } from '../core/dom.js';
import { period, plural, words } from '../core/words.js';

export function tipFor(kind, id) {
  if (kind === 'node') {
    const node = nodes[id];
    return [element('strong', {}, isolated(node.name)), `${words(node.type)} · ${plural(node.facts, 'fact', 'facts')}`];
  }
  const fact = facts[id];
  const title = fact.title ? [isolated(fact.title)] : [];
  const ends = element('strong', {}, isolated(nodes[fact.from].name), ' – ', isolated(nodes[fact.to].name));
  return [ends, [words(fact.type), period(fact), fact.status].filter(Boolean).join(' · '), ...title];
}

export const showTip = (kind, id, at) => showTipLines(tipFor(kind, id), at);

export function showTipLines(lines, { x, y }) {
  const tip = byId('tip');
  tip.replaceChildren(...lines.map((line) => element('div', {}, line)));
  tip.hidden = false;
  const { clientWidth, clientHeight } = byId('picture');
  tip.style.left = `${Math.max(4, Math.min(x + 14, clientWidth - tip.offsetWidth - 6))}px`;
  tip.style.top = `${Math.max(4, y + tip.offsetHeight + 24 > clientHeight ? y - tip.offsetHeight - 10 : y + 16)}px`;
}

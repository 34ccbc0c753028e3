// Why a party has its rank: its partners with their facts, and where it would stand without some of them, as
// `partnergraph rank --explain` tells it.
import { byDate, data, facts, nodeNames, nodes, partnerOf } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { keepInLink, nodeInLink } from '../core/link.js';
import { listed } from '../core/link_text.js';
import { setQuietly, setState, state } from '../core/state.js';
import { plural, scoreNumber, wholeNumber, words } from '../core/words.js';
import { visible } from '../filters/filters.js';
import { factItem, nodeButton } from './facts.js';
import { canFollow, countedAmong, valuesAmong } from './live_measures.js';
import { ranked } from './order.js';

// What is explained where the ranking is one that was given, or one of counts.
const measureOf = (rankBy) => (canFollow(rankBy) ? rankBy : rankBy === 'facts-shown' ? 'strength' : 'degree');
const labelOf = (name) => data.measures.list.find((measure) => measure.name === name).label;

// Where a party stands among some facts; null where none of its own is left.
function standingAmong(rows, name, row) {
  const order = ranked(valuesAmong(rows, name), nodeNames);
  const own = order.find((each) => each.row === row);
  return own ? { ...own, tied: order.filter(({ rank }) => rank === own.rank).length - 1, of: order.length, order } : null;
}

// Its partners, those with the most facts first, among equals those that rank higher.
function partnersOf(own, row, order) {
  const groups = Map.groupBy(own, (fact) => partnerOf(facts[fact], row));
  const ranks = new Map(order.map(({ row: each, rank }) => [each, rank]));
  const key = ([partner, rows]) => [-rows.length, ranks.get(partner), nodes[partner].name.toLowerCase()];
  return [...groups].sort((a, b) => {
    const [one, other] = [key(a), key(b)];
    const at = one.findIndex((part, place) => part !== other[place]);
    return at < 0 ? a[0] - b[0] : one[at] < other[at] ? -1 : 1;
  });
}

function explanation(row, rankBy = state.rankBy) {
  const name = measureOf(rankBy);
  const counted = countedAmong(visible.facts);
  const standing = standingAmong(counted, name, row);
  if (!standing) return { name, standing: null };
  const own = counted.filter((fact) => [facts[fact].from, facts[fact].to].includes(row));
  const partners = partnersOf(own, row, standing.order);
  const [strongest, between] = partners[0];
  const left = new Set(between);
  const without = [{ partner: strongest, facts: between.length, standing: standingAmong(counted.filter((fact) => !left.has(fact)), name, row) }];
  const types = [...Map.groupBy(own, (fact) => facts[fact].type)].sort((a, b) => b[1].length - a[1].length || (a[0] < b[0] ? -1 : 1));
  for (const [type, rows] of types) {
    without.push({ type, facts: rows.length, standing: standingAmong(counted.filter((fact) => facts[fact].type !== type), name, row) });
  }
  return { name, standing, partners, facts: own.length, without };
}

const rankWords = (standing) => (standing ? `rank ${wholeNumber.format(standing.rank)} of ${wholeNumber.format(standing.of)}${standing.tied ? `, with ${plural(standing.tied, 'other', 'others')}` : ''}` : 'in no ranking');

function withoutTable(without) {
  const line = ({ partner, type, facts: count, standing }) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, partner === undefined ? `all of type ${words(type)}` : 'those with ', partner === undefined ? undefined : nodeButton(partner)),
      element('td', { class: 'number' }, wholeNumber.format(count)),
      element('td', {}, rankWords(standing)),
      element('td', { class: 'number' }, standing ? scoreNumber.format(standing.value) : ''),
    );
  const heads = ['Without its facts', 'Facts', 'It would have', 'Value'].map((head) => element('th', { scope: 'col' }, head));
  return element('table', { id: 'why-without' }, element('thead', {}, element('tr', {}, ...heads)), element('tbody', {}, ...without.map(line)));
}

function partnerPart(row, [partner, rows]) {
  const part = element('details', { class: 'group' }, element('summary', {}, isolated(nodes[partner].name), ' ', element('span', { class: 'count' }, wholeNumber.format(rows.length))));
  part.addEventListener('toggle', () => {
    if (part.children.length === 1) part.append(element('ul', { class: 'facts' }, ...[...rows].sort(byDate).map((fact) => factItem(fact, row))));
  });
  return part;
}

function drawn(row) {
  const told = explanation(row);
  const back = button(() => setState({ why: null }), { class: 'more', id: 'why-back' }, '← the ranking');
  const title = element('h2', { class: 'title', tabindex: '-1' }, isolated(nodes[row].name));
  if (!told.standing) return [back, title, element('p', {}, 'None of its facts that are shown counts, so it is in no ranking.')];
  const label = labelOf(told.name);
  return [
    back,
    title,
    element('p', { id: 'why-standing' }, `By ${label}: ${rankWords(told.standing)}, ${scoreNumber.format(told.standing.value)}. It has ${plural(told.partners.length, 'partner', 'partners')} by ${plural(told.facts, 'fact', 'facts')} that count.`),
    withoutTable(told.without),
    element('h3', { class: 'tally' }, 'The facts that carry it, by partner'),
    ...told.partners.map((partner) => partnerPart(row, partner)),
  ];
}

export function drawWhy() {
  const open = state.why !== null;
  byId('why').hidden = !open;
  byId('hub-table').hidden = open;
  byId('why').replaceChildren(...(open ? drawn(state.why) : []));
}

export const whyButton = (row, rank) =>
  button(() => {
    setState({ why: row });
    byId('panel').scrollTop = 0;
    byId('why').querySelector('.title').focus({ preventScroll: true });
  }, { class: 'inline why', 'aria-label': `Why is ${nodes[row].name} number ${rank}?`, title: 'Why this rank?' }, 'why');

keepInLink('why', {
  on: 'why',
  write: () => (state.why === null ? undefined : listed([nodes[state.why].id])),
  read(text) {
    setQuietly({ why: nodeInLink(text) });
  },
});

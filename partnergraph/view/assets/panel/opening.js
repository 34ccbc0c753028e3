// Three sentences that open the page, made from its data; each is a button that leads to what it says.
import { countBy, data, facts, isPartnership, nodeNames, nodes, sources, statuses, yearBegun } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { measures } from '../core/looks.js';
import { selectNode } from '../core/selection.js';
import { plural, shortened, wholeNumber } from '../core/words.js';
import { choose } from '../filters/filters.js';
import { ranked } from './order.js';

const SENTENCES = 3;
const LONGEST_TITLE = 60;
const partnerships = facts.filter(isPartnership);

function mostPartners() {
  const [first, second] = ranked(measures.get('degree').values, nodeNames);
  if (!first?.value) return null;
  const alone = first.value !== second?.value;
  return { words: [isolated(nodes[first.row].name), alone ? ' has most partners, ' : ' has most partners among others, ', `${wholeNumber.format(first.value)}.`], act: () => selectNode(first.row) };
}

function plans() {
  const names = data.statuses.map(({ name }) => name).filter((name) => statuses.get(name).aside === 'planned');
  const count = partnerships.filter(({ status }) => names.includes(status)).length;
  if (!count) return null;
  const others = data.statuses.map(({ name }) => name).filter((name) => !names.includes(name));
  const verb = count === 1 ? 'is a plan or proposal' : 'are plans or proposals';
  return { words: [`${wholeNumber.format(count)} of ${plural(partnerships.length, 'fact', 'facts')} ${verb}.`], act: () => choose({ hiddenStatuses: new Set(others) }) };
}

// The entry with the highest count, the first of equals.
const most = (counts) => [...counts].reduce((best, entry) => (best && best[1] >= entry[1] ? best : entry), null);

function busiestYear() {
  const begun = partnerships.filter((fact) => yearBegun(fact) !== undefined && !statuses.get(fact.status)?.aside);
  const found = most(countBy(begun.map((fact) => ({ year: yearBegun(fact) })), 'year'));
  if (!found) return null;
  const [year, count] = found;
  return { words: [`More facts began in ${Number(year)} than in any other year: ${wholeNumber.format(count)}.`], act: () => choose({ from: year, to: year, when: 'began' }) };
}

function mostCited() {
  const found = most(countBy(partnerships.flatMap((fact) => fact.sources.map((row) => ({ row }))), 'row'));
  if (!found || sources.length < 2) return null;
  const [row, count] = found;
  return { words: [isolated(shortened(sources[row].title, LONGEST_TITLE)), ` stands behind ${plural(count, 'fact', 'facts')}.`], act: () => choose({ sources: new Set([row]) }) };
}

export function startOpening() {
  const sentences = [mostPartners, plans, busiestYear, mostCited].map((make) => make()).filter(Boolean).slice(0, SENTENCES);
  byId('opening').replaceChildren(...sentences.map(({ words, act }) => element('li', {}, button(act, { class: 'sentence' }, ...words))));
  byId('opening').hidden = !sentences.length;
}

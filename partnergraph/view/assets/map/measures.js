// Regions coloured by a measure of the facts that are shown. What lies in a region counts for it.
import { facts, isPartnership } from '../core/data.js';
import { keepChoice } from '../core/link.js';
import { state } from '../core/state.js';
import { isDark } from '../core/theme.js';
import { words } from '../core/words.js';
import { visible } from '../filters/filters.js';
import { classLimits, classOf } from './classes.js';
import { mapColours, SHADES, SHADES_OF } from './shades.js';
import { sheet } from './sheet.js';

const areaOfNode = (row) => sheet.areaOf[row] ?? null;
const amountKey = (fact) => `amount:${fact.type}:${fact.unit ?? ''}`;
const isOfAPeriod = (type) => sheet.periods.includes(type);

function amountMeasure(key, fact) {
  const doc = isOfAPeriod(fact.type)
    ? 'The latest stated amount of a fact of the region or of what lies in it. Amounts of several years are not added up.'
    : 'The sum of the stated amounts of the facts of the region and of what lies in it.';
  return { key, label: `${words(fact.type)}, ${fact.unit ?? 'amount'}`, unit: fact.unit ?? '', doc };
}

// Amounts of a kind that only one area has say nothing on a map.
function mapMeasureList() {
  const found = new Map();
  for (const fact of facts) {
    if (fact.amount === undefined || !isPartnership(fact)) continue;
    const key = amountKey(fact);
    if (!found.has(key)) found.set(key, { fact, areas: new Set() });
    for (const end of [fact.from, fact.to]) if (areaOfNode(end) !== null) found.get(key).areas.add(areaOfNode(end));
  }
  const amounts = [...found].filter(([, { areas: where }]) => where.size > 1).sort((a, b) => b[1].areas.size - a[1].areas.size);
  return [
    { key: 'facts', label: 'Number of facts', unit: '', doc: 'Facts of the region and of what lies in it.' },
    { key: 'partners', label: 'Number of partners', unit: '', doc: 'Parties and places elsewhere that the region, or what lies in it, has a fact with.' },
    ...amounts.map(([key, { fact }]) => amountMeasure(key, fact)),
    { key: 'none', label: 'Nothing', unit: '', doc: '' },
  ];
}

export const mapMeasures = mapMeasureList();
export const mapMeasure = () => mapMeasures.find((measure) => measure.key === state.mapMeasure);
const peopledAreas = new Set(sheet.areaOf.filter((area) => area !== null));

// The areas that a fact touches, each once.
function areasOfFact(fact) {
  return new Set([areaOfNode(fact.from), areaOfNode(fact.to)].filter((area) => area !== null));
}

function countedFacts() {
  const values = new Map([...peopledAreas].map((area) => [area, 0]));
  for (const row of visible.facts) {
    if (isPartnership(facts[row])) for (const area of areasOfFact(facts[row])) values.set(area, values.get(area) + 1);
  }
  return values;
}

function countedPartners() {
  const partners = new Map([...peopledAreas].map((area) => [area, new Set()]));
  for (const row of visible.facts) {
    const fact = facts[row];
    if (!isPartnership(fact) || areaOfNode(fact.from) === areaOfNode(fact.to)) continue;
    for (const [end, other] of [[fact.from, fact.to], [fact.to, fact.from]]) {
      if (areaOfNode(end) !== null) partners.get(areaOfNode(end)).add(other);
    }
  }
  return new Map([...partners].map(([area, rows]) => [area, rows.size]));
}

// An area without a stated amount has no value, which is not the value 0.
function statedAmounts(key) {
  const values = new Map();
  const latest = new Map();
  for (const row of visible.facts) {
    const fact = facts[row];
    if (fact.amount === undefined || amountKey(fact) !== key) continue;
    const date = fact.date ?? fact.until ?? '';
    for (const area of areasOfFact(fact)) {
      if (!isOfAPeriod(fact.type)) values.set(area, (values.get(area) ?? 0) + fact.amount);
      else if (!latest.has(area) || date > latest.get(area) || (date === latest.get(area) && fact.amount > values.get(area))) {
        latest.set(area, date);
        values.set(area, fact.amount);
      }
    }
  }
  return values;
}

function measuredAreas(key) {
  if (key === 'none') return new Map();
  if (key === 'facts') return countedFacts();
  return key === 'partners' ? countedPartners() : statedAmounts(key);
}

export const choropleth = { values: new Map(), limits: [] };

export function measureAreas() {
  choropleth.values = measuredAreas(state.mapMeasure);
  choropleth.limits = classLimits(choropleth.values.values());
}

function shadeOfClass(number) {
  const shades = SHADES[isDark() ? 'dark' : 'light'];
  return shades[SHADES_OF[choropleth.limits.length][number]];
}

// The fill of an area, or null where nothing is known of it.
export function fillOfArea(area) {
  const value = choropleth.values.get(area);
  if (value === undefined) return null;
  const number = classOf(value, choropleth.limits);
  return number < 0 ? mapColours().zero : shadeOfClass(number);
}

// The classes with the least and the greatest value in each.
export function classSpans() {
  const sorted = [...choropleth.values.values()].filter((value) => value > 0).sort((a, b) => a - b);
  return choropleth.limits.map((limit, at) => {
    const least = sorted.find((value) => at === 0 || value > choropleth.limits[at - 1]);
    const count = sorted.filter((value) => classOf(value, choropleth.limits) === at).length;
    return { least, most: limit, count, shade: shadeOfClass(at) };
  });
}

keepChoice('regions', 'mapMeasure', (key) => mapMeasures.some((measure) => measure.key === key));

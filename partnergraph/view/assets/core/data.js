// The data block and what is looked up in it. Nodes, facts and sources are numbers: their rows.
import { readData } from './unpack.js';

export const data = readData();
export const { nodes, facts, sources } = data;
// Too many nodes or facts to draw at once: see large.js.
export const isLarge = Boolean(data.bubbles);

export const nodeTypes = new Map(data.nodeTypes.map((type) => [type.name, type]));
export const edgeTypes = new Map(data.edgeTypes.map((type) => [type.name, type]));
export const statuses = new Map(data.statuses.map((status) => [status.name, status]));

export const factsOf = nodes.map(() => []);
facts.forEach((fact, row) => {
  factsOf[fact.from].push(row);
  if (fact.to !== fact.from) factsOf[fact.to].push(row);
});

export const isPartnership = (fact) => edgeTypes.get(fact.type).partnership;

// The other end of a fact; its own node for a fact of a node with itself.
export const partnerOf = (fact, node) => (fact.from === node ? fact.to : fact.from);

// The places a node lies in, from the nearest outwards. Seen places end it: data may hold a circle.
export function placesOf(node) {
  const places = [];
  let place = nodes[node].in;
  while (place !== undefined && place !== node && !places.includes(place)) {
    places.push(place);
    place = nodes[place].in;
  }
  return places;
}

// Every fact between the same two ends as this one, itself among them.
export function parallelTo(row) {
  const { from, to } = facts[row];
  return factsOf[from].filter((other) => {
    const fact = facts[other];
    return (fact.from === from && fact.to === to) || (fact.from === to && fact.to === from);
  });
}

export function countBy(rows, key) {
  const counts = new Map();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) || 0) + 1);
  return counts;
}

// The years that the facts' days reach over. The calendar's first day stands for an end that nobody knows.
const years = facts.flatMap(({ startsFrom, startsBy, endsFrom, endsBy }) => [startsFrom, startsBy, endsFrom, endsBy])
  .filter((day) => day !== undefined && day !== '0001-01-01')
  .map((day) => Number(day.slice(0, 4)));
export const firstYear = years.reduce((least, year) => Math.min(least, year), Infinity);
export const lastYear = years.reduce((most, year) => Math.max(most, year), -Infinity);
export const isDated = years.length > 0;

// Whole countries and events are no partners, unless there are no others.
const aside = new Set(data.measures.aside);
export const isAside = (row) => aside.has(nodes[row].type);

export const nodeNames = nodes.map((node) => node.name);

// Ids as they stand in a link.
export const rowOfNode = new Map(nodes.map((node, row) => [node.id, row]));
export const rowOfFact = new Map(facts.map((fact, row) => [fact.id, row]));
export const rowOfSource = new Map(sources.map((source, row) => [source.id, row]));

// A source and all that it stands in.
export function sourcesAround(row) {
  const around = [];
  for (let source = row; source !== undefined && !around.includes(source); source = sources[source].partOf) around.push(source);
  return around;
}

// What lies in a place, however deep; the place itself is not among it.
export const insideOf = nodes.map(() => []);
nodes.forEach((node, row) => {
  if (node.in !== undefined && node.in !== row) insideOf[node.in].push(row);
});

export function allInside(place) {
  const found = new Set([place]);
  for (const row of found) for (const inner of insideOf[row]) found.add(inner);
  found.delete(place);
  return found;
}

// The year in which a fact is known to have begun, as it is written; undefined where nobody says one.
export const yearBegun = ({ startsFrom, startsBy }) => (startsFrom && startsFrom.slice(0, 4) === startsBy?.slice(0, 4) ? startsFrom.slice(0, 4) : undefined);

// Latest first; what nobody says the beginning of comes last.
const begun = (row) => facts[row].startsFrom ?? '';
export const byDate = (a, b) => (begun(a) < begun(b)) - (begun(a) > begun(b)) || a - b;

// The measures of what is shown now, as `partnergraph rank` computes them of the same facts: partnerships that happened,
// between parties (whole countries and events are none), parallel facts summed, loops left out.
import { facts, isAside, isPartnership, nodes, statuses } from '../core/data.js';
import { asksForAside, chosen, visible } from '../filters/filters.js';

const DAMPING = 0.85;

// The rows of those facts, of some, that count.
export function countedAmong(rows) {
  const byName = asksForAside();
  return [...rows].filter((row) => {
    const fact = facts[row];
    const aside = statuses.get(fact.status)?.aside;
    const counts = isPartnership(fact) && fact.from !== fact.to && (!aside || byName || chosen[aside]);
    return counts && ![fact.from, fact.to].some(isAside);
  });
}

// The partners of each party with the number of facts between the two; parties without any are left out.
function partnersBy(counted) {
  const partners = new Map();
  const tie = (one, other) => {
    if (!partners.has(one)) partners.set(one, new Map());
    partners.get(one).set(other, (partners.get(one).get(other) ?? 0) + 1);
  };
  for (const row of counted) {
    tie(facts[row].from, facts[row].to);
    tie(facts[row].to, facts[row].from);
  }
  return partners;
}

const each = (partners, value) => new Map([...partners].map(([row, ties]) => [row, value(ties, row)]));
const degree = (partners) => each(partners, (ties) => ties.size);
const strength = (partners) => each(partners, (ties) => [...ties.values()].reduce((sum, count) => sum + count, 0));

// The steps from one party to all that it reaches, in the order in which they are reached.
function reachedFrom(partners, start) {
  const distance = new Map([[start, 0]]);
  const paths = new Map([[start, 1]]);
  const order = [start];
  for (const row of order) {
    for (const partner of partners.get(row).keys()) {
      if (!distance.has(partner)) {
        distance.set(partner, distance.get(row) + 1);
        paths.set(partner, 0);
        order.push(partner);
      }
      if (distance.get(partner) === distance.get(row) + 1) paths.set(partner, paths.get(partner) + paths.get(row));
    }
  }
  return { distance, paths, order };
}

// Brandes, U. (2001). A faster algorithm for betweenness centrality. Journal of Mathematical Sociology 25(2), 163-177.
function betweenness(partners) {
  const sums = each(partners, () => 0);
  const count = partners.size;
  if (count < 3) return sums;
  for (const start of partners.keys()) {
    const { distance, paths, order } = reachedFrom(partners, start);
    const dependency = new Map(order.map((row) => [row, 0]));
    for (const row of order.reverse()) {
      for (const partner of partners.get(row).keys()) {
        if (distance.get(partner) !== distance.get(row) + 1) continue;
        dependency.set(row, dependency.get(row) + (paths.get(row) / paths.get(partner)) * (1 + dependency.get(partner)));
      }
      if (row !== start) sums.set(row, sums.get(row) + dependency.get(row));
    }
  }
  return each(partners, (_, row) => sums.get(row) / ((count - 1) * (count - 2)));
}

function harmonic(partners) {
  return each(partners, (_, row) => [...reachedFrom(partners, row).distance.values()].reduce((sum, steps) => (steps ? sum + 1 / steps : sum), 0));
}

function pagerank(partners) {
  const out = strength(partners);
  const count = partners.size;
  let scores = each(partners, () => 1 / count);
  for (let step = 0; step < 500; step += 1) {
    const next = each(partners, (ties) => (1 - DAMPING) / count + DAMPING * [...ties].reduce((sum, [row, facts_]) => sum + (scores.get(row) * facts_) / out.get(row), 0));
    const still = [...next].every(([row, score]) => Math.abs(score - scores.get(row)) <= 1e-11 * score);
    scores = next;
    if (still) break;
  }
  return scores;
}

// The k-core by taking away, again and again, whoever has the fewest partners left.
function coreNumber(partners) {
  const left = degree(partners);
  const core = new Map();
  const waiting = [];
  for (const [row, count] of left) (waiting[count] ??= new Set()).add(row);
  let least = 0;
  for (let at = 0; core.size < partners.size; ) {
    while (!waiting[at]?.size) at += 1;
    const [row] = waiting[at];
    waiting[at].delete(row);
    least = Math.max(least, at);
    core.set(row, least);
    for (const partner of partners.get(row).keys()) {
      if (core.has(partner)) continue;
      const count = left.get(partner);
      waiting[count].delete(partner);
      left.set(partner, count - 1);
      (waiting[count - 1] ??= new Set()).add(partner);
      at = Math.min(at, count - 1);
    }
  }
  return core;
}

const measuresNow = { degree, strength, betweenness, harmonic, pagerank, core_number: coreNumber };

export const canFollow = (name) => Object.hasOwn(measuresNow, name);

// The value of a measure for each row among some facts, null for those that do not count.
export function valuesAmong(rows, name) {
  const values = measuresNow[name](partnersBy(countedAmong(rows)));
  return nodes.map((_, row) => {
    const value = values.get(row);
    return value === undefined ? null : Number(value.toPrecision(6));
  });
}

export const valuesNow = (name) => valuesAmong(visible.facts, name);

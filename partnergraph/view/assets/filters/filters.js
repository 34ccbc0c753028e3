// What the person has chosen to see, and which facts and nodes that lets through.
import { countBy, data, facts, factsOf, nodes, partnerOf, sourcesAround, statuses } from '../core/data.js';
import { announce, setState, state, whenChanged } from '../core/state.js';
import { inAmounts } from './amounts.js';
import { answer, daysAsked } from './answers.js';

const unusual = () => new Set(data.edgeTypes.filter((type) => !type.partnership).map((type) => type.name));

export const chosenAtFirst = () => ({
  hiddenEdgeTypes: unusual(),
  hiddenNodeTypes: new Set(),
  hiddenStatuses: new Set(),
  countries: new Set(), // codes; none chosen lets all through
  bothEnds: false,
  sources: new Set(), // rows; none chosen lets all through
  unit: null,
  least: null,
  most: null,
  from: null, // a date such as 2019, 2019-05 or 2019-05-31
  to: null,
  when: 'began', // or 'held', 'ended': what is asked of the time chosen
  perhaps: false, // whether what is neither certain nor ruled out is shown, too
  planned: false, // and what is only planned or proposed
  suspended: false,
  // A network without a fact would otherwise be an empty page.
  loose: facts.length === 0,
  places: false,
});

export const chosen = chosenAtFirst();
// `aside` counts what passes all but the time: facts that perhaps hold, plans, and what is at rest.
// `trend` tells, where two years are compared, which facts came, went or are in both.
export const visible = { facts: new Set(), nodes: new Set(), aside: { perhaps: 0, planned: 0, suspended: 0 }, trend: null };

function inCountries(fact) {
  if (!chosen.countries.size) return true;
  const ends = [fact.from, fact.to].map((row) => chosen.countries.has(nodes[row].country));
  return chosen.bothEnds ? ends[0] && ends[1] : ends[0] || ends[1];
}

// A source stands for those that stand in it: a book for its footnotes.
function citesChosen(fact) {
  if (!chosen.sources.size) return true;
  return fact.sources.some((row) => sourcesAround(row).some((source) => chosen.sources.has(source)));
}

// `but` is a choice that is left out of account.
function passes(fact, but) {
  const isHidden = (key, name) => key !== but && chosen[key].has(name);
  return (
    !isHidden('hiddenEdgeTypes', fact.type) &&
    !isHidden('hiddenStatuses', fact.status) &&
    !isHidden('hiddenNodeTypes', nodes[fact.from].type) &&
    !isHidden('hiddenNodeTypes', nodes[fact.to].type) &&
    inCountries(fact) &&
    citesChosen(fact) &&
    inAmounts(fact, chosen)
  );
}

// Whoever changes what is chosen does it here: everybody hears of it.
export function choose(values) {
  Object.assign(chosen, values);
  announce('filters');
}

// What a link says is announced together, by whoever reads it.
export function chooseQuietly(values) {
  Object.assign(chosen, values);
}

// The members of a set with one more, or without it where it is among them.
export function toggled(members, one) {
  return new Set(members.has(one) ? [...members].filter((member) => member !== one) : [...members, one]);
}

// Plans and what is at rest are asked for by name where nothing else is.
export function asksForAside() {
  const open = data.statuses.filter(({ name }) => !chosen.hiddenStatuses.has(name));
  return open.length > 0 && open.every(({ aside }) => aside !== undefined);
}

// Which facts are shown, by the time chosen, and which are set aside for it and told beside: what perhaps holds, plans,
// and what is at rest.
function byTime(but, time = chosen) {
  const asked = daysAsked(time);
  const byName = asksForAside();
  const sorted = { shown: [], perhaps: [], planned: [], suspended: [] };
  facts.forEach((fact, row) => {
    if (!passes(fact, but)) return;
    const said = asked ? answer(fact, time.when, asked) : 'yes';
    if (said === 'no') return;
    const aside = asked && !byName ? statuses.get(fact.status)?.aside : undefined;
    if (aside) sorted[aside].push(row);
    else if (said === 'perhaps') sorted.perhaps.push(row);
    if ((said === 'yes' || chosen.perhaps) && (!aside || chosen[aside])) sorted.shown.push(row);
  });
  return sorted;
}

// What is in force at two dates: all of it together, and what of it came and went between them.
function bothTimes(but) {
  const [first, second] = [state.compared.first, state.compared.second].map((date) => byTime(but, { from: date, to: date, when: 'held' }));
  const union = (name) => [...new Set([...first[name], ...second[name]])].sort((a, b) => a - b);
  const [before, after] = [new Set(first.shown), new Set(second.shown)];
  const trend = new Map(union('shown').map((row) => [row, before.has(row) ? (after.has(row) ? 'same' : 'went') : 'came']));
  return { ...Object.fromEntries(Object.keys(first).map((name) => [name, union(name)])), trend };
}

const told = (but) => (state.compared ? bothTimes(but) : byTime(but));

// The facts that would be shown if all of one choice were: what a legend's row counts.
export const shownBut = (key) => told(key).shown;

function recount() {
  const now = told();
  visible.facts = new Set(now.shown);
  visible.trend = now.trend ?? null;
  const around = state.nearby ? neighbourhood(state.nearby.row, state.nearby.steps) : null;
  const isNear = (fact) => !around || (around.has(facts[fact].from) && around.has(facts[fact].to));
  visible.facts = new Set(now.shown.filter(isNear));
  for (const name of Object.keys(visible.aside)) visible.aside[name] = now[name].filter(isNear).length;
  visible.nodes = new Set();
  for (const row of visible.facts) visible.nodes.add(facts[row].from).add(facts[row].to);
  if (state.nearby) visible.nodes.add(state.nearby.row);
  else if (chosen.loose) {
    nodes.forEach((node, row) => {
      const there = !chosen.countries.size || chosen.countries.has(node.country);
      if (there && !chosen.hiddenNodeTypes.has(node.type)) visible.nodes.add(row);
    });
  }
  announce('visible');
}

// The nodes within some steps along facts that are shown, each with its distance.
export function neighbourhood(row, steps) {
  const distance = new Map([[row, 0]]);
  let rim = [row];
  for (let step = 1; step <= steps && rim.length; step += 1) {
    const next = [];
    for (const node of rim) {
      for (const fact of factsOf[node]) {
        const partner = partnerOf(facts[fact], node);
        if (visible.facts.has(fact) && !distance.has(partner)) {
          distance.set(partner, step);
          next.push(partner);
        }
      }
    }
    rim = next;
  }
  return distance;
}

export const sameSet = (one, other) => one.size === other.size && [...one].every((value) => other.has(value));

// Whether anything is chosen that hides facts.
export function isFiltered() {
  const first = chosenAtFirst();
  return Boolean(state.nearby) || Boolean(state.compared) || Object.entries(first).some(([key, value]) => {
    if (['when', 'perhaps', 'planned', 'suspended', 'bothEnds', 'loose', 'places', 'least', 'most'].includes(key)) return false;
    return value instanceof Set ? !sameSet(chosen[key], value) : chosen[key] !== value;
  });
}

export function resetFilters() {
  Object.assign(chosen, chosenAtFirst());
  setState({ nearby: null, compared: null });
  announce('filters');
}

// Facts and partners of each node among the facts shown.
export function countEnds() {
  const counted = { facts: nodes.map(() => 0), partners: nodes.map(() => 0) };
  nodes.forEach((node, row) => {
    const rows = factsOf[row].filter((fact) => visible.facts.has(fact));
    counted.facts[row] = rows.length;
    counted.partners[row] = new Set(rows.map((fact) => partnerOf(facts[fact], row)).filter((partner) => partner !== row)).size;
  });
  return counted;
}

export const countryCodes = new Set(nodes.map((node) => node.country).filter((code) => code !== undefined));
export const units = countBy(facts.filter((fact) => fact.amount !== undefined), 'unit');

whenChanged(['filters', 'nearby', 'compared'], recount);

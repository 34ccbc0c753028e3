// What the person has chosen to see, and which facts and nodes that lets through.
import { countBy, data, facts, factsOf, nodes, partnerOf, rowOfSource, sources, sourcesAround } from '../core/data.js';
import { keepInLink, nodeInLink } from '../core/link.js';
import { listed, unlisted } from '../core/link_text.js';
import { announce, setQuietly, setState, state, whenChanged } from '../core/state.js';
import { inAmounts, inYears } from './spans.js';

const unusual = () => new Set(data.edgeTypes.filter((type) => !type.partnership).map((type) => type.name));

const chosenAtFirst = () => ({
  hiddenEdgeTypes: unusual(),
  hiddenNodeTypes: new Set(),
  hiddenStatuses: new Set(),
  countries: new Set(), // codes; none chosen lets all through
  bothEnds: false,
  sources: new Set(), // rows; none chosen lets all through
  unit: null,
  least: null,
  most: null,
  from: null,
  to: null,
  undated: false,
  inForce: false,
  // A network without a fact would otherwise be an empty page.
  loose: facts.length === 0,
  places: false,
});

export const chosen = chosenAtFirst();
export const visible = { facts: new Set(), nodes: new Set() };

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

function passes(fact) {
  return (
    !chosen.hiddenEdgeTypes.has(fact.type) &&
    !chosen.hiddenStatuses.has(fact.status) &&
    !chosen.hiddenNodeTypes.has(nodes[fact.from].type) &&
    !chosen.hiddenNodeTypes.has(nodes[fact.to].type) &&
    inYears(fact, chosen) &&
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

// The members of a set with one more, or without it where it is among them.
export function toggled(members, one) {
  return new Set(members.has(one) ? [...members].filter((member) => member !== one) : [...members, one]);
}

function recount() {
  visible.facts = new Set([...facts.keys()].filter((row) => passes(facts[row])));
  if (state.nearby) {
    const { row, steps } = state.nearby;
    const near = neighbourhood(row, steps);
    visible.facts = new Set([...visible.facts].filter((fact) => near.has(facts[fact].from) && near.has(facts[fact].to)));
  }
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

const sameSet = (one, other) => one.size === other.size && [...one].every((value) => other.has(value));

// Whether anything is chosen that hides facts.
export function isFiltered() {
  const first = chosenAtFirst();
  return Boolean(state.nearby) || Object.entries(first).some(([key, value]) => {
    if (['undated', 'inForce', 'bothEnds', 'loose', 'places', 'least', 'most'].includes(key)) return false;
    return value instanceof Set ? !sameSet(chosen[key], value) : chosen[key] !== value;
  });
}

export function resetFilters() {
  Object.assign(chosen, chosenAtFirst());
  setState({ nearby: null });
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

whenChanged(['filters', 'nearby'], recount);

const NONE = '-';

// Of types and statuses the link names those that are shown, since these are what one asked for.
function keepShown(part, key, all, atFirst) {
  keepInLink(part, {
    on: 'filters',
    write: () => (sameSet(chosen[key], atFirst()) ? undefined : listed(all.filter((name) => !chosen[key].has(name))) || NONE),
    read(text) {
      const wanted = new Set(unlisted(text, (name) => all.includes(name)));
      chosen[key] = wanted.size || text === NONE ? new Set(all.filter((name) => !wanted.has(name))) : atFirst();
    },
  });
}

function keepNumber(part, key, form) {
  keepInLink(part, {
    on: 'filters',
    write: () => (chosen[key] === null ? undefined : String(chosen[key])),
    read(text) {
      chosen[key] = form.test(text ?? '') ? Number(text) : null;
    },
  });
}

function keepSwitch(part, key) {
  const atFirst = chosenAtFirst()[key];
  keepInLink(part, {
    on: 'filters',
    write: () => (chosen[key] === atFirst ? undefined : chosen[key] ? 'yes' : 'no'),
    read(text) {
      chosen[key] = text === 'yes' || (text !== 'no' && atFirst);
    },
  });
}

export const countryCodes = new Set(nodes.map((node) => node.country).filter((code) => code !== undefined));
export const units = countBy(facts.filter((fact) => fact.amount !== undefined), 'unit');

keepShown('types', 'hiddenEdgeTypes', data.edgeTypes.map((type) => type.name), unusual);
keepShown('parties', 'hiddenNodeTypes', data.nodeTypes.map((type) => type.name), () => new Set());
keepShown('status', 'hiddenStatuses', data.statuses.map((status) => status.name), () => new Set());
keepInLink('countries', {
  on: 'filters',
  write: () => (chosen.countries.size ? listed(chosen.countries) : undefined),
  read(text) {
    chosen.countries = new Set(unlisted(text, (code) => countryCodes.has(code)));
  },
});

keepInLink('sources', {
  on: 'filters',
  write: () => (chosen.sources.size ? listed([...chosen.sources].map((row) => sources[row].id)) : undefined),
  read(text) {
    chosen.sources = new Set(unlisted(text, (id) => rowOfSource.has(id)).map((id) => rowOfSource.get(id)));
  },
});

keepInLink('unit', {
  on: 'filters',
  write: () => (chosen.unit === null ? undefined : listed([chosen.unit])),
  read(text) {
    chosen.unit = unlisted(text, (unit) => units.has(unit || undefined))[0] ?? null;
  },
});

for (const key of ['least', 'most']) keepNumber(key, key, /^-?\d{1,16}(\.\d{1,6})?$/);
for (const key of ['from', 'to']) keepNumber(key, key, /^\d{4}$/);
keepSwitch('both', 'bothEnds');
keepSwitch('undated', 'undated');
keepSwitch('inforce', 'inForce');
keepSwitch('loose', 'loose');
keepSwitch('places', 'places');

keepInLink('near', {
  on: 'nearby',
  write: () => (state.nearby ? `${state.nearby.steps},${listed([nodes[state.nearby.row].id])}` : undefined),
  read(text) {
    const [, steps, id] = /^([123]),(.+)$/.exec(text ?? '') ?? [];
    const row = id === undefined ? null : nodeInLink(id);
    setQuietly({ nearby: row === null ? null : { row, steps: Number(steps) } });
  },
});

// Search: parties and places by name or alias; on top of the page facts and sources, too.
import { edgeTypes, facts, nodes, sources } from '../core/data.js';
import { byId, element, isolated } from '../core/dom.js';
import { fitOf, plainText } from '../core/search_text.js';
import { selectFact, selectNode } from '../core/selection.js';
import { countryName, period, plural, shortened, words } from '../core/words.js';
import { citations, sourcesNamed } from '../filters/facets.js';
import { choose } from '../filters/filters.js';
import { edgeSwatch, nodeSwatch } from '../picture/shapes.js';
import { combobox } from './combobox.js';

const MOST = { alone: 8, parties: 6, facts: 5, sources: 3 };
const searchable = nodes.map((node) => [node.name, ...(node.aliases || [])].map((name) => plainText(name)));

function nodesNamed(wanted) {
  const found = [];
  searchable.forEach((names, row) => {
    let best;
    names.forEach((plain, at) => {
      const fit = fitOf(plain, wanted);
      // An alias counts a little less than the name.
      if (fit !== undefined && (!best || fit + (at ? 0.5 : 0) < best.fit)) best = { row, fit: fit + (at ? 0.5 : 0), alias: at ? nodes[row].aliases[at - 1] : '' };
    });
    if (best) found.push(best);
  });
  const exact = found.some(({ fit }) => fit < 4);
  // Slips are made only where nothing fits as it was typed.
  return found.filter(({ fit }) => !exact || fit < 4).sort((a, b) => a.fit - b.fit || nodes[b.row].facts - nodes[a.row].facts || a.row - b.row);
}

function suggestNode({ row, alias }) {
  const node = nodes[row];
  const kind = element('span', { class: 'quiet' }, `${words(node.type)}${node.country ? `, ${countryName(node.country)}` : ''}`);
  const also = alias ? element('span', { class: 'quiet' }, ' (', isolated(alias), ')') : undefined;
  return [nodeSwatch(node.type), element('span', { class: 'name' }, isolated(node.name), also), kind];
}

// What a fact says, its own words before the names of its ends; made when the first text is typed.
let saidByFacts = null;

function factsSaying(wanted) {
  if (wanted.length < 3) return [];
  saidByFacts ??= facts.map(({ title, note, type, from, to }) => ({
    own: plainText([title, note].filter(Boolean).join(' ')),
    all: plainText([title, note, words(type), edgeTypes.get(type).doc, nodes[from].name, nodes[to].name].filter(Boolean).join(' ')),
  }));
  const found = [];
  const typed = wanted.split(' ');
  saidByFacts.forEach(({ own, all }, row) => {
    const fit = own && fitOf(own, wanted);
    if (typeof fit === 'number' && fit < 4) found.push({ row, fit });
    else if (typed.length > 1 && typed.every((part) => all.includes(part))) found.push({ row, fit: 5 });
  });
  return found.sort((a, b) => a.fit - b.fit || a.row - b.row);
}

function suggestFact({ row }) {
  const { type, from, to, title } = facts[row];
  const ends = `${nodes[from].name} – ${nodes[to].name}`;
  const said = element('span', { class: 'name' }, isolated(shortened(title ?? ends, 70)), title ? element('span', { class: 'quiet' }, ' ', isolated(shortened(ends, 60))) : undefined);
  return [edgeSwatch(type), said, element('span', { class: 'quiet' }, period(facts[row]))];
}

function suggestSource({ row }) {
  const { title, author, year } = sources[row];
  return [element('span', { class: 'name' }, isolated(shortened(title, 70))), element('span', { class: 'quiet' }, [author, year, plural(citations.get(row) || 0, 'fact', 'facts')].filter(Boolean).join(', '))];
}

// A field in which a party or place is found; `act` is given its row.
export function nodeField(field, list, act) {
  combobox(field, list, {
    find: (wanted) => nodesNamed(wanted).slice(0, MOST.alone),
    show: suggestNode,
    none: 'No party or place of that name',
    choose({ row }) {
      act(row);
      return nodes[row].name;
    },
  });
}

const kinds = {
  parties: { heading: 'Parties and places', find: nodesNamed, show: suggestNode, act: selectNode, said: (row) => nodes[row].name },
  facts: { heading: 'Facts', find: factsSaying, show: suggestFact, act: selectFact, said: (row) => facts[row].title ?? '' },
  sources: { heading: 'Sources: only their facts', find: (wanted) => sourcesNamed(wanted).map((row) => ({ row })), show: suggestSource, act: (row) => choose({ sources: new Set([row]) }), said: (row) => sources[row].title },
};

export function drawSearch() {
  combobox(byId('search'), byId('suggestions'), {
    find: (wanted) => Object.entries(kinds).flatMap(([kind, { find }]) => find(wanted).slice(0, MOST[kind]).map((found) => ({ ...found, kind }))),
    show: (found) => kinds[found.kind].show(found),
    groupOf: ({ kind }) => kinds[kind].heading,
    none: 'No party, fact or source says so',
    choose({ kind, row }) {
      kinds[kind].act(row);
      return kinds[kind].said(row);
    },
  });
}

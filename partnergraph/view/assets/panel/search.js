// Search by name or alias.
import { nodes } from '../core/data.js';
import { byId, element, isolated } from '../core/dom.js';
import { selectNode } from '../core/selection.js';
import { countryName, words } from '../core/words.js';
import { nodeSwatch } from '../picture/shapes.js';
import { combobox, fitOf, plainText } from './combobox.js';

const searchable = nodes.map((node) => [node.name, ...(node.aliases || [])].map((name) => ({ name, plain: plainText(name) })));

function nodesNamed(wanted) {
  const found = [];
  searchable.forEach((names, row) => {
    let best;
    names.forEach(({ name, plain }, at) => {
      const fit = fitOf(plain, wanted);
      // An alias counts a little less than the name.
      if (fit !== undefined && (!best || fit + (at ? 0.5 : 0) < best.fit)) best = { row, fit: fit + (at ? 0.5 : 0), alias: at ? name : '' };
    });
    if (best) found.push(best);
  });
  return found.sort((a, b) => a.fit - b.fit || nodes[b.row].facts - nodes[a.row].facts || a.row - b.row);
}

function showNamed({ row, alias }) {
  const node = nodes[row];
  const kind = element('span', { class: 'quiet' }, `${words(node.type)}${node.country ? `, ${countryName(node.country)}` : ''}`);
  const also = alias ? element('span', { class: 'quiet' }, ' (', isolated(alias), ')') : undefined;
  return [nodeSwatch(node.type), element('span', { class: 'name' }, isolated(node.name), also), kind];
}

// A field in which a party or place is found; `act` is given its row.
export function nodeField(field, list, act) {
  combobox(field, list, {
    find: nodesNamed,
    show: showNamed,
    none: 'No party or place of that name',
    choose({ row }) {
      act(row);
      return nodes[row].name;
    },
  });
}

export const drawSearch = () => nodeField(byId('search'), byId('suggestions'), (row) => selectNode(row));

// What is chosen, as it stands in the link.
import { data, nodes, rowOfSource, sources } from '../core/data.js';
import { keepInLink, nodeInLink } from '../core/link.js';
import { listed, unlisted } from '../core/link_text.js';
import { setQuietly, state } from '../core/state.js';
import { daysOf } from './answers.js';
import { chooseQuietly, chosen, chosenAtFirst, countryCodes, sameSet, units } from './filters.js';

const NONE = '-';

// Of types and statuses the link names those that are shown, since these are what one asked for.
function keepShown(part, key, all, atFirst) {
  keepInLink(part, {
    on: 'filters',
    write: () => (sameSet(chosen[key], atFirst()) ? undefined : listed(all.filter((name) => !chosen[key].has(name))) || NONE),
    read(text) {
      const wanted = new Set(unlisted(text, (name) => all.includes(name)));
      chooseQuietly({ [key]: wanted.size || text === NONE ? new Set(all.filter((name) => !wanted.has(name))) : atFirst() });
    },
  });
}

function keepNumber(part, key, form) {
  keepInLink(part, {
    on: 'filters',
    write: () => (chosen[key] === null ? undefined : String(chosen[key])),
    read(text) {
      chooseQuietly({ [key]: form.test(text ?? '') ? Number(text) : null });
    },
  });
}

function keepSwitch(part, key) {
  const atFirst = chosenAtFirst()[key];
  keepInLink(part, {
    on: 'filters',
    write: () => (chosen[key] === atFirst ? undefined : chosen[key] ? 'yes' : 'no'),
    read(text) {
      chooseQuietly({ [key]: text === 'yes' || (text !== 'no' && atFirst) });
    },
  });
}

export function keepFiltersInLink() {
  keepShown('types', 'hiddenEdgeTypes', data.edgeTypes.map((type) => type.name), () => chosenAtFirst().hiddenEdgeTypes);
  keepShown('parties', 'hiddenNodeTypes', data.nodeTypes.map((type) => type.name), () => new Set());
  keepShown('status', 'hiddenStatuses', data.statuses.map((status) => status.name), () => new Set());
  keepInLink('countries', {
    on: 'filters',
    write: () => (chosen.countries.size ? listed(chosen.countries) : undefined),
    read(text) {
      chooseQuietly({ countries: new Set(unlisted(text, (code) => countryCodes.has(code))) });
    },
  });

  keepInLink('sources', {
    on: 'filters',
    write: () => (chosen.sources.size ? listed([...chosen.sources].map((row) => sources[row].id)) : undefined),
    read(text) {
      chooseQuietly({ sources: new Set(unlisted(text, (id) => rowOfSource.has(id)).map((id) => rowOfSource.get(id))) });
    },
  });

  keepInLink('unit', {
    on: 'filters',
    write: () => (chosen.unit === null ? undefined : listed([chosen.unit])),
    read(text) {
      chooseQuietly({ unit: unlisted(text, (unit) => units.has(unit || undefined))[0] ?? null });
    },
  });

  for (const key of ['least', 'most']) keepNumber(key, key, /^-?\d{1,16}(\.\d{1,6})?$/);
  for (const key of ['from', 'to']) {
    keepInLink(key, {
      on: 'filters',
      write: () => chosen[key] ?? undefined,
      read(text) {
        chooseQuietly({ [key]: daysOf(text) ? text : null });
      },
    });
  }
  keepInLink('when', {
    on: 'filters',
    write: () => (chosen.when === 'began' ? undefined : chosen.when),
    read(text) {
      chooseQuietly({ when: ['held', 'ended'].includes(text) ? text : 'began' });
    },
  });
  keepSwitch('both', 'bothEnds');
  for (const key of ['perhaps', 'planned', 'suspended']) keepSwitch(key, key);
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
}

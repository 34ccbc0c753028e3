// The legend is the filter: each row is a switch, and "only" leaves it alone.
import { countBy, data, facts, nodes } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { state, whenChanged } from '../core/state.js';
import { countryName, plural, wholeNumber, words } from '../core/words.js';
import { partWords, timeWords } from './counts.js';
import { choose, chosen, isFiltered, resetFilters, shownBut, toggled, visible } from './filters.js';
import { edgeSwatch, nodeSwatch } from '../picture/shapes.js';

function legendRow({ name, doc, swatch, count, key, all }) {
  const toggle = button(
    () => choose({ [key]: toggled(chosen[key], name) }),
    { class: 'toggle', title: doc, 'data-name': name },
    swatch,
    element('span', { class: 'name' }, words(name)),
    element('span', { class: 'count', 'data-all': count }, wholeNumber.format(count)),
  );
  const only = button(
    () => choose({ [key]: new Set(all.filter((other) => other !== name)) }),
    { class: 'only', 'aria-label': `Only ${words(name)}` },
    'only',
  );
  whenChanged('filters', () => toggle.setAttribute('aria-pressed', String(!chosen[key].has(name))));
  return element('li', {}, toggle, only);
}

// Types that the network does not use are left out.
function legend(section, types, counts, key, swatch) {
  const used = types.filter((type) => counts.get(type.name));
  const all = types.map((type) => type.name);
  const rows = used.map(({ name, doc }) => legendRow({ name, doc, swatch: swatch?.(name), count: counts.get(name), key, all }));
  section.querySelector('ul').replaceChildren(...rows);
  section.hidden = !used.length;
}

function drawLegend() {
  legend(byId('edge-types'), data.edgeTypes, countBy(facts, 'type'), 'hiddenEdgeTypes', edgeSwatch);
  legend(byId('node-types'), data.nodeTypes, countBy(nodes, 'type'), 'hiddenNodeTypes', nodeSwatch);
  legend(byId('statuses'), data.statuses, countBy(facts, 'status'), 'hiddenStatuses');
}

// Colours differ between light and dark; the rows keep their listeners. Where colours tell the groups, the shapes still
// tell the types.
function recolourLegend() {
  for (const [section, swatch] of [['edge-types', edgeSwatch], ['node-types', nodeSwatch]]) {
    for (const toggle of byId(section).querySelectorAll('.toggle')) {
      toggle.querySelector('.swatch').replaceWith(swatch(toggle.dataset.name));
    }
  }
}

// Beside each row of a legend: how much there is of it under all other filters.
function countLegend() {
  const endsOf = (rows) => [...new Set(rows.flatMap((row) => [facts[row].from, facts[row].to]))].map((row) => nodes[row]);
  const legends = [
    ['edge-types', 'hiddenEdgeTypes', (rows) => countBy(rows.map((row) => facts[row]), 'type')],
    ['statuses', 'hiddenStatuses', (rows) => countBy(rows.map((row) => facts[row]), 'status')],
    ['node-types', 'hiddenNodeTypes', (rows) => countBy(endsOf(rows), 'type')],
  ];
  const filtered = isFiltered();
  for (const [section, key, count] of legends) {
    const counts = filtered ? count(shownBut(key)) : null;
    for (const toggle of byId(section).querySelectorAll('.toggle')) {
      const cell = toggle.querySelector('.count');
      cell.textContent = wholeNumber.format(counts ? counts.get(toggle.dataset.name) ?? 0 : Number(cell.dataset.all));
    }
  }
}

export function checkbox(input, key) {
  input.addEventListener('change', () => choose({ [key]: input.checked }));
  whenChanged('filters', () => {
    input.checked = chosen[key];
  });
}

// A closed part of the filters says what is chosen in it.
function summaries() {
  const count = (hidden, all) => (hidden.size ? `${all - hidden.size} of ${all}` : '');
  const used = (section) => byId(section).querySelectorAll('.toggle').length;
  const shownOf = (section, hidden) => count(new Set([...byId(section).querySelectorAll('.toggle')].map((toggle) => toggle.dataset.name).filter((name) => hidden.has(name))), used(section));
  const says = {
    statuses: shownOf('statuses', chosen.hiddenStatuses),
    countries: [...chosen.countries].map(countryName).join(', '),
    dates: timeWords(),
    amounts: chosen.unit === null ? '' : chosen.unit || 'no unit',
    'source-filter': chosen.sources.size ? plural(chosen.sources.size, 'source', 'sources') : '',
    more: [chosen.loose, chosen.places].filter(Boolean).length ? 'changed' : '',
  };
  for (const [section, text] of Object.entries(says)) byId(section).querySelector('.chosen').textContent = text;
}

export function startFilters() {
  drawLegend();
  checkbox(byId('loose'), 'loose');
  checkbox(byId('places'), 'places');
  byId('reset').addEventListener('click', resetFilters);
  byId('reset-here').addEventListener('click', () => {
    resetFilters();
    byId('view-picture').focus();
  });
  whenChanged('looks', recolourLegend);
  whenChanged(['filters', 'visible'], summaries);
  whenChanged('visible', showCount);
  whenChanged('visible', countLegend);
}

function showCount() {
  byId('showing').textContent = partWords();
  byId('nearby').hidden = !state.nearby;
  if (state.nearby) byId('nearby').replaceChildren(`only ${plural(state.nearby.steps, 'step', 'steps')} around `, isolated(nodes[state.nearby.row].name));
  byId('reset-here').classList.toggle('away', !isFiltered());
  byId('empty').hidden = visible.nodes.size > 0 || !nodes.length;
}

// The panel beside the picture: the hubs, the details of what is selected, paths and groups.
import { allInside, byDate, data, edgeTypes, facts, factsOf, nodes, parallelTo, partnerOf, placesOf } from '../core/data.js';
import { button, byId, element, isolated, link } from '../core/dom.js';
import { keepChoice } from '../core/link.js';
import { groupName } from '../core/looks.js';
import { selectFact, whenSelected } from '../core/selection.js';
import { setState, state, whenChanged } from '../core/state.js';
import { countryName, period, plural, wholeNumber, words } from '../core/words.js';
import { neighbourhood, visible } from '../filters/filters.js';
import { edgeSwatch, nodeSwatch } from '../picture/shapes.js';
import { citationsOf } from './cite.js';
import { factItem, factText, nodeButton } from './facts.js';
import { setPath } from './routes.js';

const tabs = ['hubs', 'details', 'paths', 'groups', 'compare'];

function showTab() {
  for (const tab of tabs) {
    byId(tab).hidden = tab !== state.tab;
    byId(`tab-${tab}`).setAttribute('aria-pressed', String(tab === state.tab));
  }
  byId('panel').scrollTop = 0;
}

function showDetails(...children) {
  // Asking where a panel stands makes the browser lay it out, which takes long while it is being filled at the start.
  const at = state.tab === 'details' ? byId('panel').scrollTop : null;
  byId('details').replaceChildren(...children.filter(Boolean));
  if (at !== null) byId('panel').scrollTop = at;
  byId('details').querySelector('.title')?.setAttribute('tabindex', '-1');
}

const definition = (term, ...values) => [element('dt', {}, term), element('dd', {}, ...values)];

// "Minsk, Minsk Region, Belarus": each place leads to its own details.
function whereabouts(row) {
  return placesOf(row).flatMap((place, at) => (at ? [', ', nodeButton(place)] : [nodeButton(place)]));
}

function outerLinks(node) {
  const links = [];
  if (/^Q\d+$/.test(node.wikidata || '')) links.push(link(`https://www.wikidata.org/wiki/${node.wikidata}`, `Wikidata ${node.wikidata}`));
  if (/^\d+$/.test(node.geonames || '')) links.push(link(`https://www.geonames.org/${node.geonames}`, `GeoNames ${node.geonames}`));
  return links.flatMap((made, at) => (at ? [', ', made] : [made]));
}

function nodeFacts(row) {
  const node = nodes[row];
  const links = outerLinks(node);
  return element(
    'dl',
    {},
    ...(node.country ? definition('Country', countryName(node.country)) : []),
    ...(node.in === undefined ? [] : definition('Lies in', ...whereabouts(row))),
    ...(node.aliases ? definition('Also', isolated(node.aliases.join('; '))) : []),
    ...(node.iso_3166_2 ? definition('ISO 3166-2', isolated(node.iso_3166_2)) : []),
    ...(links.length ? definition('Elsewhere', ...links) : []),
    ...(node.note ? definition('Note', isolated(node.note)) : []),
  );
}

// Long groups are built when they are opened.
const OPEN_UP_TO = 40;

function factGroups(rows, item, { open = true } = {}) {
  return data.edgeTypes.flatMap(({ name }) => {
    const group = rows.filter((fact) => facts[fact].type === name).sort(byDate);
    if (!group.length) return [];
    const summary = element('summary', {}, edgeSwatch(name), `${words(name)} `, element('span', { class: 'count' }, wholeNumber.format(group.length)));
    const made = element('details', { class: 'group' }, summary);
    const fill = () => made.children.length > 1 || made.append(element('ul', { class: 'facts' }, ...group.map(item)));
    made.addEventListener('toggle', fill);
    if (open && group.length <= OPEN_UP_TO) {
      made.open = true;
      fill();
    }
    return [made];
  });
}

// The facts of what lies in a place: its own towns' twins are what one looks for under a region.
function factsInside(row) {
  const inside = allInside(row);
  const own = new Set(factsOf[row]);
  const rows = [...new Set([...inside].flatMap((inner) => factsOf[inner]))].filter((fact) => visible.facts.has(fact) && !own.has(fact));
  const near = (fact) => (inside.has(facts[fact].from) ? facts[fact].from : facts[fact].to);
  const item = (fact) => factItem(fact, near(fact), { both: true });
  return { count: rows.length, draw: () => factGroups(rows, item, { open: rows.length <= OPEN_UP_TO }) };
}

function insideSection({ count, draw }) {
  return element('section', { id: 'inside', 'aria-label': 'In the places within it' }, element('h3', { class: 'tally', tabindex: '-1' }, `In the places within it: ${plural(count, 'fact', 'facts')}`), ...draw());
}

function goInside() {
  byId('inside').scrollIntoView({ block: 'start' });
  byId('inside').querySelector('h3').focus({ preventScroll: true });
}

// How far the picture stays strong around the selected node, and whether the rest is shown at all.
function reach(row) {
  const alone = state.nearby?.row === row;
  const step = (steps) =>
    button(
      () => setState(alone ? { steps, nearby: { row, steps } } : { steps }),
      { 'aria-pressed': String(state.steps === steps), 'aria-label': `Neighbourhood of ${plural(steps, 'step', 'steps')}`, 'data-steps': steps },
      String(steps),
    );
  const count = neighbourhood(row, state.steps).size - 1;
  const box = element('input', { type: 'checkbox', id: 'alone' });
  box.checked = alone;
  box.addEventListener('change', () => setState({ nearby: box.checked ? { row, steps: state.steps } : null }));
  return element(
    'div',
    { class: 'reach' },
    element('div', { class: 'row' }, element('span', {}, 'Steps'), element('span', { class: 'segments', role: 'group', 'aria-label': 'Neighbourhood' }, ...[1, 2, 3].map(step)), element('span', { class: 'quiet', id: 'reached' }, plural(count, 'party or place', 'parties and places'))),
    element('label', { class: 'check' }, box, element('span', {}, 'show nothing else')),
    element('div', { class: 'row' }, button(() => setPath({ from: row }), { class: 'more' }, 'Path from here …'), state.path.from !== null && state.path.from !== row ? button(() => setPath({ to: row }), { class: 'more' }, 'Path from ', isolated(nodes[state.path.from].name), ' to here') : undefined),
  );
}

function showNode(row) {
  const node = nodes[row];
  const rows = factsOf[row].filter((fact) => visible.facts.has(fact));
  const partners = new Set(rows.map((fact) => partnerOf(facts[fact], row)));
  partners.delete(row);
  const all = factsOf[row].length;
  const few = rows.length < all ? ` of ${wholeNumber.format(all)}; the filters hide the others` : '';
  const inside = factsInside(row);
  const group = node.group === null ? [] : [' · ', button(() => setState({ tab: 'groups', group: node.group }), { class: 'node' }, groupName(node.group))];
  showDetails(
    element('h2', { class: 'title' }, nodeSwatch(node.type), isolated(node.name)),
    element('p', { class: 'quiet' }, words(node.type), ...group),
    nodeFacts(row),
    reach(row),
    element('p', { class: 'tally' }, `${plural(rows.length, 'fact', 'facts')}${few}, ${plural(partners.size, 'partner', 'partners')}`),
    inside.count ? button(goInside, { class: 'inline', id: 'to-inside' }, `and ${plural(inside.count, 'fact', 'facts')} of the places within it ↓`) : undefined,
    ...factGroups(rows, (fact) => factItem(fact, row)),
    inside.count ? insideSection(inside) : undefined,
  );
}

function showFact(row) {
  const fact = facts[row];
  const { directed, doc } = edgeTypes.get(fact.type);
  const others = parallelTo(row).filter((other) => other !== row && visible.facts.has(other));
  showDetails(
    element('h2', { class: 'title', title: doc }, edgeSwatch(fact.type), words(fact.type)),
    element('p', { class: 'ends' }, nodeButton(fact.from), element('span', { class: 'arrow' }, directed ? ' → ' : ' – '), nodeButton(fact.to)),
    visible.facts.has(row) ? undefined : element('p', { class: 'quiet' }, 'The filters hide this fact elsewhere.'),
    ...factText(fact, row),
    citationsOf(row),
    others.length && element('h3', {}, `${plural(others.length, 'other fact', 'other facts')} between the two`),
    others.length && element('ul', { class: 'facts' }, ...others.sort(byDate).map(otherItem)),
  );
}

function otherItem(row) {
  const fact = facts[row];
  const text = [words(fact.type), period(fact), fact.title].filter(Boolean).join(' · ');
  return element('li', { class: 'fact' }, button(() => selectFact(row), { class: 'node' }, edgeSwatch(fact.type), isolated(text)));
}

function drawDetails() {
  if (!state.selection) showDetails(element('p', { class: 'quiet' }, 'Choose a party, a place or a line in the picture, or find one by name.'));
  else if (state.selection.kind === 'node') showNode(state.selection.row);
  else showFact(state.selection.row);
}

// What was pressed may be gone from the page now: the focus goes on at the heading of what it led to.
function focusDetails() {
  const heading = byId('details').querySelector('.title');
  document.activeElement.blur();
  heading.focus({ preventScroll: true });
  // A sheet that is still rising cannot take the focus yet.
  if (document.activeElement !== heading) setTimeout(() => heading.focus({ preventScroll: true }), 300);
}

// The focus stays where it is for a click in the picture.
whenSelected(({ stay }) => {
  byId('panel').scrollTop = 0;
  if (!stay) focusDetails();
});

export function startPanel() {
  for (const tab of tabs) byId(`tab-${tab}`).addEventListener('click', () => setState({ tab }));
  whenChanged('tab', showTab);
  whenChanged(['selection', 'visible', 'looks', 'steps', 'path'], drawDetails);
}

keepChoice('tab', 'tab', (tab) => tabs.includes(tab));

// The panel's part for paths: two fields, the path with the facts along it, and who links the two.
import { edgeTypes, facts, nodes } from '../core/data.js';
import { button, byId, element, isolated } from '../core/dom.js';
import { selectFact, selectNode, viewers } from '../core/selection.js';
import { setState, state, whenChanged } from '../core/state.js';
import { plural, words } from '../core/words.js';
import { isFiltered } from '../filters/filters.js';
import { edgeSwatch, nodeSwatch } from '../picture/shapes.js';
import { factText, nodeButton } from './facts.js';
import { commonPartners, MOST_ROUTES, search, setPath, shownRoute, throughs } from './routes.js';
import { nodeField } from './search.js';

function factLine(row) {
  const fact = facts[row];
  const { directed } = edgeTypes.get(fact.type);
  const head = element(
    'p',
    { class: 'partner' },
    button(() => selectFact(row), { class: 'node' }, edgeSwatch(fact.type), words(fact.type)),
    directed ? element('span', { class: 'quiet' }, isolated(nodes[fact.from].name), ' → ', isolated(nodes[fact.to].name)) : '',
  );
  return element('li', { class: 'fact' }, head, ...factText(fact));
}

const FACTS_OF_A_STEP = 3;

// A few facts of a step; the others wait behind a button.
function stepFacts(rows) {
  if (!rows.length) return undefined;
  const list = element('ul', { class: 'facts' }, ...rows.slice(0, FACTS_OF_A_STEP).map(factLine));
  if (rows.length <= FACTS_OF_A_STEP) return list;
  const rest = rows.slice(FACTS_OF_A_STEP);
  const more = button(() => {
    list.append(...rest.map(factLine));
    more.remove();
  }, { class: 'more' }, `Show ${plural(rest.length, 'more fact', 'more facts')} of this step`);
  return element('div', {}, list, more);
}

function routeItems(route) {
  return route.nodes.flatMap((row, at) => {
    const place = element('li', { class: 'stop' }, nodeButton(row));
    if (!at) return [place];
    const { from, to, facts: rows } = route.steps[at - 1];
    const inner = nodes[from].in === to ? 'lies in' : 'holds';
    const tie = rows.length ? plural(rows.length, 'fact', 'facts') : inner;
    return [element('li', { class: 'leg' }, element('span', { class: 'quiet' }, `↓ ${tie}`), stepFacts(rows)), place];
  });
}

function routeWords() {
  const { routes, through } = search;
  const { from, to } = state.path;
  const filtered = isFiltered() ? ' The filters hide some facts; these do not count.' : '';
  if (from === to) return 'These two are the same.';
  if (!routes.length) return `No chain of facts links the two.${filtered}`;
  const steps = plural(shownRoute().steps.length, 'step', 'steps');
  if (through === state.through) return `The shortest path: ${steps}.${filtered}`;
  return `Partners alone do not link the two. The shortest path by way of ${through === 'places' ? 'the places in which they lie' : 'whole countries'}: ${steps}.${filtered}`;
}

function turnRoute(by) {
  const count = search.routes.length;
  setState({ route: (state.route + by + count) % count });
}

function routeSwitch() {
  const count = search.routes.length;
  if (count < 2) return undefined;
  return element(
    'div',
    { class: 'turn', role: 'group', 'aria-label': 'Equally short paths' },
    button(() => turnRoute(-1), { 'aria-label': 'The path before' }, '‹'),
    element('span', {}, `${state.route + 1} of ${count === MOST_ROUTES ? 'the first ' : ''}${count} equally short`),
    button(() => turnRoute(1), { 'aria-label': 'The next path' }, '›'),
  );
}

function commonItem({ row, left, right }, one, other) {
  const side = (rows, node) => [element('h4', {}, 'with ', isolated(nodes[node].name)), stepFacts(rows)];
  const summary = element('summary', {}, nodeSwatch(nodes[row].type), ' ', isolated(nodes[row].name), ' ', element('span', { class: 'count' }, `${left.length} + ${right.length}`));
  const made = element('details', { class: 'group' }, summary);
  // Built when it is first opened: a country may have hundreds of facts.
  made.addEventListener('toggle', () => {
    if (made.children.length === 1) made.append(element('p', {}, button(() => selectNode(row), { class: 'more' }, 'Show ', isolated(nodes[row].name))), ...side(left, one), ...side(right, other));
  });
  return made;
}

function drawPaths() {
  const { from, to } = state.path;
  for (const [end, row] of [['from', from], ['to', to]]) {
    const field = byId(`path-${end}`);
    if (document.activeElement !== field) field.value = row === null ? '' : nodes[row].name;
  }
  byId('through').value = state.through;
  const result = byId('path-result');
  if (from === null || to === null) {
    result.replaceChildren();
    return;
  }
  const route = shownRoute();
  const common = from === to ? [] : commonPartners(from, to);
  result.replaceChildren(
    ...[
      element('p', { class: 'tally', role: 'status' }, routeWords()),
      routeSwitch(),
      route && element('ol', { class: 'route', 'aria-label': 'The path' }, ...routeItems(route)),
      element('h3', {}, 'Who links these two?'),
      element('p', { class: 'quiet' }, common.length ? `${plural(common.length, 'common partner', 'common partners')}, each with the number of facts on either side` : 'They have no common partner among the facts shown.'),
      ...common.map((partner) => commonItem(partner, from, to)),
    ].filter(Boolean),
  );
}

function showRoute() {
  const route = shownRoute();
  if (state.tab === 'paths' && route) viewers[state.view]?.moveTo(route.nodes);
}

export function startPaths() {
  const through = byId('through');
  through.append(...[...throughs].map(([name, label]) => element('option', { value: name }, label)));
  through.addEventListener('change', () => setState({ through: through.value }));
  for (const end of ['from', 'to']) {
    nodeField(byId(`path-${end}`), byId(`path-${end}-list`), (row) => {
      setPath({ [end]: row });
      showRoute();
    });
  }
  byId('path-swap').addEventListener('click', () => setPath({ from: state.path.to, to: state.path.from }));
  byId('path-clear').addEventListener('click', () => {
    setPath({ from: null, to: null });
    byId('path-from').focus();
  });
  whenChanged(['path', 'route', 'looks'], drawPaths);
}

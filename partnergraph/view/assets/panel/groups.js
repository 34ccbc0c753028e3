// The communities: who is in each, and their colours in the picture.
import { data, nodes } from '../core/data.js';
import { button, byId, element, isolated, svg } from '../core/dom.js';
import { keepInLink } from '../core/link.js';
import { groupColour, groupName, groups } from '../core/looks.js';
import { viewers } from '../core/selection.js';
import { setQuietly, setState, state, whenChanged } from '../core/state.js';
import { plural, wholeNumber } from '../core/words.js';
import { nodeButton } from './facts.js';

function groupLabel(at) {
  const names = groups[at].members.slice(0, 3).flatMap((row, place) => (place ? [', ', isolated(nodes[row].name)] : [isolated(nodes[row].name)]));
  return names;
}

function groupSwatch(at) {
  const picture = svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'swatch' });
  picture.append(svg('circle', { cx: 8, cy: 8, r: 6.5, fill: groupColour(at) }));
  return picture;
}

function groupMembers(at) {
  const { members, inside, outside } = groups[at];
  return [
    element('p', { class: 'quiet' }, `${plural(inside, 'fact', 'facts')} among them, ${wholeNumber.format(outside)} with others.`),
    element('ul', { class: 'members' }, ...members.map((row) => element('li', {}, nodeButton(row)))),
  ];
}

function groupItem(at) {
  const size = element('span', { class: 'count' }, wholeNumber.format(groups[at].members.length));
  const summary = element('summary', {}, groupSwatch(at), element('span', { class: 'name' }, `${groupName(at)}: `, ...groupLabel(at)), ' ', size);
  const made = element('details', { class: 'group', 'data-group': at }, summary);
  if (state.group === at) made.open = true;
  if (made.open) made.append(...groupMembers(at));
  // One at a time: the picture shows the group that is open.
  summary.addEventListener('click', (event) => {
    event.preventDefault();
    setState({ group: state.group === at ? null : at });
    if (state.group !== null) viewers[state.view]?.moveTo(groups[at].members);
    byId('group-list').children[at]?.querySelector('summary').focus();
  });
  return made;
}

// A large network has a thousand groups, most of them of two or three; the list is built when it is looked at.
const GROUPS_AT_ONCE = 60;
let groupsListed = GROUPS_AT_ONCE;

function drawGroups() {
  byId('colour-groups').checked = state.colourBy === 'group';
  if (state.tab !== 'groups') return;
  groupsListed = Math.max(groupsListed, (state.group ?? 0) + 1);
  byId('group-list').replaceChildren(...groups.slice(0, groupsListed).map((group, at) => groupItem(at)));
  const more = () => {
    groupsListed += GROUPS_AT_ONCE;
    drawGroups();
  };
  if (groups.length > groupsListed) byId('group-list').append(button(more, { class: 'more' }, 'Show more groups'));
}

export function startGroups() {
  const { method, modularity } = data.groups;
  byId('group-method').textContent = `Parties that work more with each other than with the rest. Found by ${method}${modularity === null ? '' : `; modularity ${modularity}`}. Whole countries left out; the filters do not change the groups.`;
  byId('tab-groups').hidden = !groups.length;
  byId('colour-groups').addEventListener('change', () => setState({ colourBy: byId('colour-groups').checked ? 'group' : 'type' }));
  whenChanged(['group', 'looks', 'tab'], drawGroups);
}

keepInLink('group', {
  on: 'group',
  write: () => (state.group === null ? undefined : String(state.group + 1)),
  read(text) {
    const group = /^\d{1,5}$/.test(text ?? '') ? Number(text) - 1 : -1;
    setQuietly({ group: groups[group] ? group : null });
  },
});

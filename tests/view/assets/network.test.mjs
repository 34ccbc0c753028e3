// What the filters let through, and what is found among it, in a small network.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import './small_page.mjs';

const { allInside, byDate, facts, placesOf } = await import('../../../partnergraph/view/assets/core/data.js');
const { announce, setState, state, whenChanged } = await import('../../../partnergraph/view/assets/core/state.js');
const filters = await import('../../../partnergraph/view/assets/filters/filters.js');
const routes = await import('../../../partnergraph/view/assets/panel/routes.js');
const { keepFiltersInLink } = await import('../../../partnergraph/view/assets/filters/filter_links.js');
const { keepInLink, readLink } = await import('../../../partnergraph/view/assets/core/link.js');

keepFiltersInLink();
const idsOf = (rows) => [...rows].map((row) => facts[row].id);

beforeEach(() => {
  filters.resetFilters();
  setState({ path: { from: null, to: null }, through: 'partners' });
});

test('places are walked outwards and inwards, and facts come latest first', () => {
  assert.deepEqual(placesOf(0), [4]);
  assert.deepEqual([...allInside(4)], [0]);
  assert.deepEqual([0, 1, 2, 3].sort(byDate).map((row) => facts[row].id), ['bd1', 'bd2', 'ab', 'ac']);
});

test('filters by years and countries leave the facts that pass, and their ends', () => {
  assert.equal(filters.visible.facts.size, 7);
  filters.choose({ from: '2001', to: '2005' });
  assert.deepEqual(idsOf(filters.visible.facts), ['ab', 'bd2', 'cd', 'dc']);
  assert.deepEqual([...filters.visible.nodes].sort(), [0, 1, 2, 3]);
  assert.equal(filters.isFiltered(), true);
  filters.resetFilters();
  filters.choose({ countries: filters.toggled(new Set(['BY', 'RU']), 'RU') });
  assert.deepEqual(idsOf(filters.visible.facts), ['ab', 'ac', 'rd']);
  filters.choose({ bothEnds: true });
  assert.deepEqual(idsOf(filters.visible.facts), []);
  assert.deepEqual([...filters.toggled(new Set(['BY']), 'RU')], ['BY', 'RU']);
});

test('a neighbourhood alone keeps the facts within it', () => {
  assert.deepEqual([...filters.neighbourhood(0, 1)], [[0, 0], [1, 1], [2, 1]]);
  assert.deepEqual([...filters.neighbourhood(0, 2)].at(-1), [3, 2]);
  setState({ nearby: { row: 0, steps: 1 } });
  assert.deepEqual(idsOf(filters.visible.facts), ['ab', 'ac']);
});

test('facts and partners are counted among what is shown', () => {
  assert.deepEqual(filters.countEnds(), { facts: [2, 3, 3, 5, 1], partners: [2, 2, 2, 3, 1] });
});

test('all shortest paths are found, those with more facts first', () => {
  routes.setPath({ from: 0, to: 3 });
  assert.deepEqual(routes.search.routes.map(({ nodes, weight }) => [nodes, weight]), [[[0, 1, 3], 3], [[0, 2, 3], 3]]);
  assert.deepEqual(idsOf(routes.shownRoute().steps[1].facts), ['bd1', 'bd2']);
  assert.deepEqual(routes.commonPartners(0, 3).map(({ row }) => row), [1, 2]);
});

test('where partners alone lead nowhere, the way by the places is tried', () => {
  filters.choose({ from: '2020' });
  routes.setPath({ from: 0, to: 3 });
  assert.deepEqual([routes.search.through, routes.shownRoute().nodes], ['places', [0, 4, 3]]);
});

test('a listener hears a change once, and what it changes itself after all others have heard the first', () => {
  const heard = [];
  whenChanged('one', () => { heard.push('first'); announce('two'); });
  whenChanged(['one', 'three'], () => heard.push('second'));
  whenChanged('two', () => heard.push('third'));
  announce('one', 'three');
  assert.deepEqual(heard, ['first', 'second', 'third']);
  setState({ theme: 'auto' });
  assert.equal(state.theme, 'auto');
});

test('a link is read part by part, the first of a name counts, and all is told together', () => {
  const read = [];
  keepInLink('x', { on: 'x', write: () => undefined, read: (text) => read.push(text) });
  readLink('#x=1&x=2&=3&y&steps=2&near=3,a&from=2001&types=LOCATED_IN');
  assert.deepEqual(read, ['1']);
  assert.deepEqual(state.nearby, { row: 0, steps: 3 });
  assert.equal(filters.chosen.from, '2001');
  assert.deepEqual([...filters.chosen.hiddenEdgeTypes], ['TWINNING']);
  readLink('');
  assert.deepEqual([read[1], state.nearby, filters.chosen.from], [undefined, null, null]);
});

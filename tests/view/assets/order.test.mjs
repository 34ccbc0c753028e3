// How rows are put in order.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ranked, sortRows } from '../../../partnergraph/view/assets/panel/order.js';

test('equal values share a rank, the next ones are skipped, and what has no value has no rank', () => {
  const found = ranked([3, 7, 3, null, 1], ['b', 'x', 'a', 'y', 'c']);
  assert.deepEqual(found, [{ row: 1, rank: 1, value: 7 }, { row: 2, rank: 2, value: 3 }, { row: 0, rank: 2, value: 3 }, { row: 4, rank: 4, value: 1 }]);
  assert.deepEqual(ranked([0, 0], ['same', 'same']).map(({ row, rank }) => [row, rank]), [[0, 1], [1, 1]]);
  assert.deepEqual(ranked([], []), []);
});

test('rows are sorted by numbers or by words, empty cells last either way', () => {
  const rows = [10, null, 9, '', 100].map((value, place) => ({ values: [value], place }));
  assert.deepEqual(sortRows(rows, 0, false).map(({ place }) => place), [2, 0, 4, 1, 3]);
  assert.deepEqual(sortRows(rows, 0, true).map(({ place }) => place), [4, 0, 2, 1, 3]);
  const names = ['Žilina', 'Minsk', undefined, 'minsk'].map((value, place) => ({ values: [value], place }));
  assert.deepEqual(sortRows(names, 0, false).map(({ place }) => place), [3, 1, 0, 2]);
  assert.deepEqual(rows.map(({ place }) => place), [0, 1, 2, 3, 4]);
});

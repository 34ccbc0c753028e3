// Outlines as the page holds them.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOf, unionOf, unpackLines } from '../../../partnergraph/view/assets/map/outlines.js';

test('lines are unpacked as they were packed', () => {
  // As encode of map/encoding.py writes them.
  assert.deepEqual(unpackLines('DAAKFm-Bm3oEBCE').map((line) => [...line]), [[0, 0, 5, -3, 1000, 70000], [1, 2]]);
  assert.deepEqual(unpackLines(''), []);
});

test('a box holds its points, and one of several holds them all', () => {
  const [one, other] = [[1, 2, -3, 4], [0, -5]].map(boundsOf);
  assert.deepEqual(one, { left: -3, top: 2, right: 1, bottom: 4 });
  assert.deepEqual(unionOf([one, other]), { left: -3, top: -5, right: 1, bottom: 4 });
});

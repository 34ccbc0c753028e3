// Outlines and classes of the map.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classLimits, classOf } from '../../../partnergraph/view/assets/map/classes.js';
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

test('classes hold about as many areas each; zero is apart, and equal values share one', () => {
  assert.deepEqual(classLimits([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [2, 4, 6, 8, 10]);
  assert.deepEqual(classLimits([0, 0, 7]), [7]);
  assert.deepEqual(classLimits([1, 1, 1, 1, 9]), [1, 9]);
  assert.deepEqual(classLimits([0]), []);
  assert.deepEqual([0, 1, 2, 3, 10].map((value) => classOf(value, [2, 4, 10])), [-1, 0, 0, 1, 2]);
});

// The classes of the values that regions are coloured by.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classLimits, classOf } from '../../../partnergraph/view/assets/map/classes.js';

test('classes hold about as many areas each; zero is apart, and equal values share one', () => {
  assert.deepEqual(classLimits([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), [2, 4, 6, 8, 10]);
  assert.deepEqual(classLimits([0, 0, 7]), [7]);
  assert.deepEqual(classLimits([1, 1, 1, 1, 9]), [1, 9]);
  assert.deepEqual(classLimits([0]), []);
  assert.deepEqual([0, 1, 2, 3, 10].map((value) => classOf(value, [2, 4, 10])), [-1, 0, 0, 1, 2]);
});

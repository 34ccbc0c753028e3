// Colours, and how well they can be told apart.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, mixed } from '../../../partnergraph/view/assets/core/colours.js';

test('contrast is that of WCAG 2', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21);
  assert.equal(contrast('#ffffff', '#ffffff'), 1);
  assert.equal(contrast('#767676', '#ffffff').toFixed(2), '4.54');
  assert.equal(contrast('#ffffff', '#767676'), contrast('#767676', '#ffffff'));
});

test('a colour is mixed channel by channel', () => {
  assert.equal(mixed('#000000', '#ffffff', 0.5), '#808080');
  assert.equal(mixed('#102030', '#ffffff', 0), '#102030');
  assert.equal(mixed('#102030', '#304050', 1), '#304050');
  assert.equal(mixed('#000000', '#0a0000', 0.1), '#010000');
});

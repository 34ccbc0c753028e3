// Which facts have the amounts that were chosen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inAmounts } from '../../../partnergraph/view/assets/filters/amounts.js';

test('amounts are compared within one unit; no unit is one, too', () => {
  const chosen = (unit, least = null, most = null) => ({ unit, least, most });
  assert.equal(inAmounts({}, chosen(null)), true);
  assert.equal(inAmounts({}, chosen('pcs')), false);
  assert.equal(inAmounts({ amount: 5, unit: 'pcs' }, chosen('pcs')), true);
  assert.equal(inAmounts({ amount: 5, unit: 't' }, chosen('pcs')), false);
  assert.equal(inAmounts({ amount: 5 }, chosen('')), true);
  assert.deepEqual([[5, 5], [6, null], [null, 4], [0, 9]].map(([least, most]) => inAmounts({ amount: 5, unit: 't' }, chosen('t', least, most))), [true, false, false, true]);
});

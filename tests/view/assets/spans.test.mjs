// Which facts lie in the years and amounts that were chosen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inAmounts, inYears } from '../../../partnergraph/view/assets/filters/spans.js';

const years = (from, to, more = {}) => ({ from, to, undated: false, inForce: false, ...more });

test('without a span every fact is let through', () => {
  assert.equal(inYears({}, years(null, null)), true);
  assert.equal(inYears({ years: [1990, 1990] }, years(null, null)), true);
});

test('a fact is of the years in which it began', () => {
  const fact = { years: [2010, 2015], until: '2015' };
  assert.deepEqual([[2010, 2010], [2009, 2011], [2011, 2014], [null, 2009], [2010, null], [2011, null]].map(([from, to]) => inYears(fact, years(from, to))), [true, true, false, false, true, false]);
});

test('asked for, of all years in which it was in force', () => {
  const ended = { years: [2010, 2015], until: '2015' };
  const open = { years: [2010, 2010] };
  const inForce = (fact, from, to) => inYears(fact, years(from, to, { inForce: true }));
  assert.deepEqual([[2012, 2013], [2015, 2020], [2016, 2020], [2000, 2009]].map((span) => inForce(ended, ...span)), [true, true, false, false]);
  assert.deepEqual([[2012, 2013], [2016, null], [2000, 2009]].map((span) => inForce(open, ...span)), [true, true, false]);
});

test('a fact without a year is let through when that is chosen', () => {
  assert.equal(inYears({}, years(2000, 2001)), false);
  assert.equal(inYears({}, years(2000, 2001, { undated: true })), true);
});

test('amounts are compared within one unit; no unit is one, too', () => {
  const chosen = (unit, least = null, most = null) => ({ unit, least, most });
  assert.equal(inAmounts({}, chosen(null)), true);
  assert.equal(inAmounts({}, chosen('pcs')), false);
  assert.equal(inAmounts({ amount: 5, unit: 'pcs' }, chosen('pcs')), true);
  assert.equal(inAmounts({ amount: 5, unit: 't' }, chosen('pcs')), false);
  assert.equal(inAmounts({ amount: 5 }, chosen('')), true);
  assert.deepEqual([[5, 5], [6, null], [null, 4], [0, 9]].map(([least, most]) => inAmounts({ amount: 5, unit: 't' }, chosen('t', least, most))), [true, false, false, true]);
});

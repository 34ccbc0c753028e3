// Names, numbers and dates as words.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amountWords, countryName, dateWords, period, plural, shortened, valueWords, words } from '../../../partnergraph/view/assets/core/words.js';

test('names of types are words', () => {
  assert.equal(words('ASSEMBLY_PLANT'), 'Assembly plant');
  assert.equal(words('FederalDistrict'), 'Federal district');
  assert.equal(words('City'), 'City');
});

test('a date is as exact as it is known', () => {
  assert.equal(dateWords('2021-03-05'), '5 March 2021');
  assert.equal(dateWords('2021-12'), 'December 2021');
  assert.equal(dateWords('2021'), '2021');
});

test('an uncertain date is told as such', () => {
  const told = { '1995~': 'about 1995', '1995?': '1995 (doubtful)', '1995-05%': 'about May 1995 (doubtful)', '199X': '1990s', '18XX': '1800 to 1899', '2019-21': 'spring 2019', '2019-24': 'winter 2019', '2004-XX': '2004', '2004-06-XX': 'June 2004', '1995/1996': 'between 1995 and 1996', '../2010': '2010 or before', '2010-05/..': 'May 2010 or later', 'no date': 'no date', '2019-13': '2019-13' };
  for (const [date, said] of Object.entries(told)) assert.equal(dateWords(date), said);
});

test('a period has a beginning, an end, both or none', () => {
  assert.equal(period({ date: '2010', until: '2015-01' }), '2010 – January 2015');
  assert.equal(period({ date: '2010', until: '2010' }), '2010');
  assert.equal(period({ date: '2010' }), '2010');
  assert.equal(period({ until: '2015' }), 'until 2015');
  assert.equal(period({}), '');
});

test('numbers are grouped, and one is one', () => {
  assert.equal(plural(1, 'fact', 'facts'), '1 fact');
  assert.equal(plural(0, 'fact', 'facts'), '0 facts');
  assert.equal(plural(12345, 'fact', 'facts'), '12,345 facts');
  assert.equal(amountWords({ amount: 1500.25, unit: 'pcs' }), '1,500.25 pcs');
  assert.equal(amountWords({ amount: 0 }), '0');
  assert.equal(amountWords({ unit: 'pcs' }), '');
  assert.equal(valueWords(9999), '9,999');
  assert.equal(valueWords(1234567), '1.23M');
});

test('countries have names, and what is no code stays as it is', () => {
  assert.equal(countryName('BY'), 'Belarus');
  assert.equal(countryName('nowhere at all'), 'nowhere at all');
});

test('a long name is cut between letters', () => {
  assert.equal(shortened('Minsk'), 'Minsk');
  assert.equal(shortened('abcdef', 4), 'abc…');
  assert.equal(shortened('ab defg', 4), 'ab…');
  assert.equal(shortened('😀😀😀😀😀', 3), '😀😀…');
});

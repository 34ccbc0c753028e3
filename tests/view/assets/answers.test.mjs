// What facts answer to a question about time. The cases made by hand are asked in a browser, by tests/view/test_time.py.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, daysAsked, daysOf } from '../../../partnergraph/view/assets/filters/answers.js';

test('a date stands for the days that it may mean', () => {
  assert.deepEqual(daysOf('2019'), ['2019-01-01', '2019-12-31']);
  assert.deepEqual(daysOf('2019-02'), ['2019-02-01', '2019-02-28']);
  assert.deepEqual(daysOf('2020-02'), ['2020-02-01', '2020-02-29']);
  assert.deepEqual(daysOf('0900-02'), ['0900-02-01', '0900-02-28']);
  assert.deepEqual(daysOf('2019-12-31'), ['2019-12-31', '2019-12-31']);
  for (const text of ['', null, '20', '2019-', '2019-13', '2019-02-29', '2019-04-31', '0000', '2019-1', 'soon']) assert.equal(daysOf(text), null);
});

test('two dates are a period, whichever comes first', () => {
  assert.deepEqual(daysAsked({ from: '2019', to: '2020-05' }), ['2019-01-01', '2020-05-31']);
  assert.deepEqual(daysAsked({ from: '2020-05', to: '2019' }), ['2019-01-01', '2020-05-31']);
  assert.equal(daysAsked({ from: null, to: null }), null);
  assert.equal(answer({ startsBy: '2010-01-01' }, 'held', daysAsked({ from: null, to: '2010' })), 'yes');
  assert.equal(answer({ endsFrom: '2010-01-01' }, 'held', daysAsked({ from: '2011', to: null })), 'perhaps');
});

test('what begins somewhere in a year perhaps holds within it', () => {
  const fact = { startsFrom: '2010-01-01', startsBy: '2010-12-31', endsFrom: '2015-12-31', endsBy: '2015-12-31' };
  const told = (when, days) => answer(fact, when, days);
  assert.deepEqual([['2009-12-31', '2009-12-31'], ['2010-06-01', '2010-06-01'], ['2010-12-31', '2010-12-31'], ['2016-01-01', '2016-01-01']].map((days) => told('held', days)), ['no', 'perhaps', 'yes', 'no']);
  assert.deepEqual([['2010-01-01', '2010-12-31'], ['2010-06-01', '2011-01-01'], ['2011-01-01', '2012-01-01']].map((days) => told('began', days)), ['yes', 'perhaps', 'no']);
  assert.deepEqual([['2015-12-31', '2015-12-31'], ['2015-01-01', '2015-12-30']].map((days) => told('ended', days)), ['yes', 'no']);
});

test('open ends are open', () => {
  assert.equal(answer({ startsBy: '2020-12-31' }, 'held', ['2021-01-01', '2021-01-01']), 'yes');
  assert.equal(answer({}, 'held', ['2021-01-01', '2021-01-01']), 'perhaps');
  assert.equal(answer({ startsFrom: '2022-01-01' }, 'held', ['2021-01-01', '2021-01-01']), 'no');
  assert.equal(answer({}, 'ended', ['2021-01-01', '2021-01-01']), 'no');
  assert.equal(answer({}, 'ended', daysAsked({ from: '2021', to: null })), 'no');
  assert.equal(answer({}, 'began', daysAsked({ from: '2021', to: null })), 'perhaps');
});

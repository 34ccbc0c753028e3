// How well a name fits what is typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitOf, plainText } from '../../../partnergraph/view/assets/panel/combobox.js';

test('marks and capitals make no difference', () => {
  assert.equal(plainText('Žilina Ёлка'), 'zilina елка');
});

test('the whole name fits best, then its beginning, then that of a word', () => {
  assert.deepEqual(['minsk', 'minsk region', 'new minsk', 'the "minsk"', 'priminsk', 'pskov'].map((name) => fitOf(name, 'minsk')), [-1, 0, 1, 1, 2, undefined]);
});

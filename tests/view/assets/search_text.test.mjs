// How well a text fits what is typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitOf, isOneSlipAway, plainText } from '../../../partnergraph/view/assets/core/search_text.js';

const fit = (text, typed) => fitOf(plainText(text), plainText(typed));

test('marks, capitals, hyphens and the script make no difference', () => {
  assert.equal(plainText('Žilina Ёлка'), 'zilina elka');
  assert.equal(plainText('  Ростов-на-Дону («юг») '), 'rostov na donu yug');
  assert.equal(fit('Rostov-on-Don', 'rostov on'), 0);
  assert.equal(fit('Гродно', 'grodno'), -1);
});

test('the whole name fits best, then its beginning, then that of a word', () => {
  assert.deepEqual(['Minsk', 'Minsk Region', 'New Minsk', 'the "Minsk"', 'Priminsk', 'Pskov'].map((name) => fit(name, 'minsk')), [-1, 0, 1, 1, 2, undefined]);
});

test('words fit in any order, and with a slip of one letter each', () => {
  assert.equal(fit('Minsk Tractor Works', 'works minsk'), 3);
  assert.equal(fit('Minsk Tractor Works', 'tarctor'), 4);
  assert.equal(fit('Minsk Tractor Works', 'traktor works'), 4);
  assert.equal(fit('Minsk Tractor Works', 'tractors'), 4);
  assert.equal(fit('Minsk Tractor Works', 'tr4ct0r'), undefined);
  assert.equal(fit('Tula', 'tul4'), 4);
  assert.equal(fit('Omsk', 'tsk'), undefined); // of three letters one is too many
});

test('one slip is a letter more, less, other or exchanged', () => {
  assert.deepEqual(['pskov', 'pskovv', 'pkov', 'pskow', 'pksov', 'skpov', 'psk'].map((word) => isOneSlipAway(word, 'pskov')), [true, true, true, true, true, false, false]);
});

// What a link says, and what it cannot say.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listed, placed, readMapPlace, readPosition, unlisted } from '../../../partnergraph/view/assets/core/link_text.js';

const any = () => true;

test('names come back as they were, whatever is in them', () => {
  for (const names of [['a'], ['a,b', 'c&d=e', '100 %'], ['Вітебск', '#?/'], ['\u202e', '😀']]) assert.deepEqual(unlisted(listed(names), any), names);
  assert.equal(listed(['city:pskov', 'a,b']), 'city%3Apskov,a%2Cb');
  assert.equal(listed(['\ud800']), '%EF%BF%BD');
});

test('unknown names are left out, and a list that is not whole is none', () => {
  assert.deepEqual(unlisted('a,b,c', (name) => name !== 'b'), ['a', 'c']);
  assert.deepEqual(unlisted('a,%E0%A4%A', any), []);
  assert.deepEqual(unlisted(undefined, any), []);
  assert.deepEqual(unlisted('', any), []);
});

test('a position of the picture is three numbers within bounds', () => {
  assert.deepEqual(readPosition('-12,34.5,0.75'), { x: -12, y: 34.5, scale: 0.75 });
  assert.deepEqual(readPosition(placed({ x: 1, y: -2, scale: 10 })), { x: 1, y: -2, scale: 10 });
  for (const text of [undefined, '', '1,2', '1,2,3,4', '1,2,0.01', '1,2,10.5', '1,2,-1', '1e3,2,1', '1,NaN,1', '1,,1', '1234567,2,1', ' 1,2,1']) assert.equal(readPosition(text), null, text);
});

test('a place of the map is three numbers with a scale above zero', () => {
  assert.deepEqual(readMapPlace('1234567,-1,0.00125'), { x: 1234567, y: -1, scale: 0.00125 });
  for (const text of [undefined, '1,2,0', '1,2,-1', '12345678,2,1', '1,2,0.1234567', '1e9,NaN,<script>']) assert.equal(readMapPlace(text), null, text);
  assert.equal(placed(null), undefined);
});

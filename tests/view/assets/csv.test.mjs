// CSV that a spreadsheet may open.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvCell, csvText } from '../../../partnergraph/view/assets/save/csv.js';

test('a text that begins like a formula stays a text', () => {
  for (const text of ['=1+1', '+1', '-1', '@x', ' =1', '\t=1', '＝1', '＋1', '－1', '＠x']) assert.equal(csvCell(text), `'${text}`);
  assert.equal(csvCell('\r=1'), '"\'\r=1"');
  assert.equal(csvCell('a=1'), 'a=1');
});

test('numbers are numbers, and nothing is an empty cell', () => {
  assert.equal(csvCell(-1.5), '-1.5');
  assert.equal(csvCell(0), '0');
  assert.deepEqual([undefined, null, ''].map(csvCell), ['', '', '']);
});

test('what would break the line or the cell is quoted', () => {
  assert.equal(csvCell('a,b'), '"a,b"');
  assert.equal(csvCell('say "x"'), '"say ""x"""');
  assert.equal(csvCell('a\nb'), '"a\nb"');
  assert.equal(csvCell('=a,"b"'), '"\'=a,""b"""');
});

test('the whole begins with the mark of UTF-8 and has whole lines', () => {
  assert.equal(csvText([['id', 'n'], ['a', 1]]), '\ufeffid,n\r\na,1\r\n');
});

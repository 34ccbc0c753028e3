// A fact in the forms in which it is cited.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asBibtex, asCsl, asRis, asText } from '../../../partnergraph/view/assets/core/citation.js';

const cited = {
  fact: { id: 'twinning:a--b:1999', said: 'Twinning, A - B, 1999' },
  source: { kind: 'news', author: 'Writer, W.', title: '100 % of {it} & more', year: 2021, url: 'https://example.org/a_b', locator: 'note 12' },
  whole: { kind: 'book', author: 'Zed, Z.', title: 'The book', year: 2023 },
  page: 'A network',
  read: '2026-11-30',
};
const bare = { fact: cited.fact, page: 'A network', read: '2026-11-30' };

test('as text', () => {
  assert.equal(asText(cited), 'Writer, W.: 100 % of {it} & more (2021), note 12. In: Zed, Z.: The book (2023). https://example.org/a_b. Fact twinning:a--b:1999: Twinning, A - B, 1999. Read in: A network, 2026-11-30.');
  assert.equal(asText(bare), 'Fact twinning:a--b:1999: Twinning, A - B, 1999. Read in: A network, 2026-11-30.');
});

test('as BibTeX, with its signs escaped', () => {
  const text = asBibtex(cited);
  assert.match(text, /^@misc\{twinning-a-b-1999,\n/);
  assert.ok(text.includes('title = {100 \\% of \\{it\\} \\& more}'));
  assert.ok(text.includes('url = {https://example.org/a_b}'));
  assert.ok(text.endsWith('\n}'));
  assert.ok(asBibtex(bare).includes('title = {A network}'));
});

test('as RIS, a line a field', () => {
  const lines = asRis({ ...cited, source: { ...cited.source, title: 'Two\nlines' } }).split('\n');
  assert.deepEqual(lines.slice(0, 4), ['TY  - NEWS', 'AU  - Writer, W.', 'TI  - Two lines', 'T2  - The book']);
  assert.equal(lines.at(-1), 'ER  - ');
});

test('as CSL-JSON', () => {
  const [item] = JSON.parse(asCsl(cited));
  assert.deepEqual([item.type, item.issued['date-parts'], item['container-title'], item.accessed['date-parts']], ['article-newspaper', [[2021]], 'The book', [[2026, 11, 30]]]);
});

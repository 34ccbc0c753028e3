// The page as it stands: a copy of the file that opens in this view, with a title and a note of one's own.
import { data } from '../core/data.js';
import { byId, element } from '../core/dom.js';
import { hashOfNow } from '../core/link.js';
import { saveFile } from './file.js';

// What the file said before any script had touched it; scripts are evaluated before the first of them does. Its data and
// scripts stay as they are; what stands before them has no other title, note or view than these.
const original = document.documentElement.outerHTML;
const DATA = '<script type="application/json"';

// What is put in is written out by the browser from text, so that a title or note is text whatever signs it has.
function copyOfPage({ title, note }) {
  const at = original.indexOf(DATA);
  const view = element('meta', { name: 'partnergraph-view', content: hashOfNow() });
  const own = note ? element('p', { id: 'own-note' }, note).outerHTML : '';
  const front = original
    .slice(0, at)
    .replace(/<meta name="partnergraph-view"[^>]*>/, '')
    .replace(/<p id="own-note">[^]*?<\/p>/, '')
    .replace(/<title>[^]*?<\/title>/, () => element('title', {}, title).outerHTML + view.outerHTML)
    .replace(/<h1>[^]*?<\/h1>/, () => element('h1', {}, title).outerHTML + own);
  return `<!doctype html>\n${front}${original.slice(at)}\n`;
}

function openDialog() {
  byId('copy-title').value = data.title;
  byId('copy-note').value = data.note ?? '';
  byId('own-copy').showModal();
}

export function startOwnCopy() {
  // A copy has the title that somebody gave it, in pictures and citations too.
  data.title = document.querySelector('h1').textContent;
  data.note = byId('own-note')?.textContent;
  byId('take-page').addEventListener('click', openDialog);
  byId('copy-cancel').addEventListener('click', () => byId('own-copy').close());
  byId('own-copy').addEventListener('submit', () => {
    const title = byId('copy-title').value.trim() || data.title;
    saveFile(copyOfPage({ title, note: byId('copy-note').value.trim() }), 'text/html;charset=utf-8', 'html', title);
  });
}

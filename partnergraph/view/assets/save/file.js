// A file that the browser is given to save, named after the network and the day.
import { data } from '../core/data.js';
import { byId, element } from '../core/dom.js';
import { isoToday } from './as_svg.js';

function fileName(ending, title) {
  const plain = title.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-+|-+$/g, '').toLowerCase();
  return `${plain.slice(0, 60) || 'network'}-${isoToday()}.${ending}`;
}

export function sayTaken(text) {
  byId('taken').textContent = text;
}

export function saveFile(content, type, ending, title = data.title) {
  const address = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  const anchor = element('a', { href: address, download: fileName(ending, title) });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  sayTaken(`${fileName(ending, title)} was made.`);
}

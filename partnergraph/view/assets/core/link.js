// The link after #: name=value&name=value, only of what differs from the first view. Opened anew it restores the view.
import { rowOfNode } from './data.js';
import { listed, unlisted } from './link_text.js';
import { announce, setQuietly, state, whenChanged } from './state.js';

const LINK_AFTER = 250;
// A page inside another one (a notebook's frame) has no address of its own.
export const hasAddress = location.protocol !== 'about:' && location.protocol !== 'blob:';
// A copy of the page that somebody saved opens in the view that it was saved in.
const savedView = document.querySelector('meta[name="partnergraph-view"]')?.content ?? '';
let lastWritten = location.hash;
let writing = 0;

// What the link after # holds, part by part. `write` returns a text, or undefined for what is as it was at the start;
// `read` is given the text (undefined where the link has none) and sets the state without a word: all is announced
// together. It ignores what it cannot understand: a link is written by anybody.
const linkParts = [];
export const keepInLink = (name, { on, write, read }) => linkParts.push({ name, on: [].concat(on), write, read });

export function hashOfNow() {
  const parts = linkParts.map(({ name, write }) => [name, write()]).filter(([, text]) => text !== undefined);
  return parts.length ? `#${parts.map(([name, text]) => `${name}=${text}`).join('&')}` : '';
}

export const linkToHere = () => location.href.split('#')[0] + hashOfNow();

const withoutPlace = (hash) => hash.slice(1).split('&').filter((part) => !/^(at|map)=/.test(part)).join('&');

export function writeLink() {
  if (writing) return;
  writing = setTimeout(() => {
    writing = 0;
    const hash = hashOfNow();
    if (!hasAddress || hash === location.hash) return;
    const stays = withoutPlace(hash) === withoutPlace(location.hash);
    lastWritten = hash;
    // Each step is one in the browser's history, so that its back leads to the one before; a moved picture is none.
    history[stays ? 'replaceState' : 'pushState'](null, '', hash || location.href.split('#')[0]);
  }, LINK_AFTER);
}

export function readLink(link = location.hash) {
  const hash = link || savedView;
  const given = new Map();
  for (const pair of hash.slice(1).split('&')) {
    const at = pair.indexOf('=');
    if (at > 0 && !given.has(pair.slice(0, at))) given.set(pair.slice(0, at), pair.slice(at + 1));
  }
  for (const { name, read } of linkParts) read(given.get(name));
  announce(...new Set(linkParts.flatMap(({ on }) => on)));
}

// A choice of the state that is a name: `isKnown` says which there are.
export function keepChoice(name, key, isKnown, atFirst = state[key]) {
  keepInLink(name, {
    on: key,
    write: () => (state[key] === atFirst ? undefined : listed([state[key]])),
    read(text) {
      setQuietly({ [key]: unlisted(text, isKnown)[0] ?? atFirst });
    },
  });
}

// The row of a node that a link names, or null.
export const nodeInLink = (text) => unlisted(text, (id) => rowOfNode.has(id)).map((id) => rowOfNode.get(id))[0] ?? null;

export function startLinks() {
  for (const { on } of linkParts) whenChanged(on, writeLink);
  addEventListener('hashchange', ({ newURL }) => {
    // What we wrote ourselves is where we are. What is asked for goes before what was about to be written.
    const { hash } = new URL(newURL);
    if (hash === lastWritten) return;
    clearTimeout(writing);
    writing = 0;
    lastWritten = hash;
    readLink(hash);
  });
}

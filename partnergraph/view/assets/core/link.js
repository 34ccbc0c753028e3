// The link after #: name=value&name=value, only of what differs from the first view. Opened anew it restores the view.
const LINK_AFTER = 250;
// A page inside another one (a notebook's frame) has no address of its own.
const hasAddress = location.protocol !== 'about:' && location.protocol !== 'blob:';
let lastWritten = location.hash;
let writing = 0;

function hashOfNow() {
  const parts = linkParts.map(({ name, write }) => [name, write()]).filter(([, text]) => text !== undefined);
  return parts.length ? `#${parts.map(([name, text]) => `${name}=${text}`).join('&')}` : '';
}

const linkToHere = () => location.href.split('#')[0] + hashOfNow();

function writeLink() {
  if (writing) return;
  writing = setTimeout(() => {
    writing = 0;
    const hash = hashOfNow();
    if (!hasAddress || hash === location.hash) return;
    lastWritten = hash;
    history.replaceState(null, '', hash || location.href.split('#')[0]);
  }, LINK_AFTER);
}

function readLink(hash = location.hash) {
  const given = new Map();
  for (const pair of hash.slice(1).split('&')) {
    const at = pair.indexOf('=');
    if (at > 0 && !given.has(pair.slice(0, at))) given.set(pair.slice(0, at), pair.slice(at + 1));
  }
  for (const { name, read } of linkParts) read(given.get(name));
  announce(...new Set(linkParts.flatMap(({ on }) => on)));
}

function keepChoice(name, key, isKnown, atFirst = state[key]) {
  keepInLink(name, {
    on: key,
    write: () => (state[key] === atFirst ? undefined : listed([state[key]])),
    read(text) {
      state[key] = unlisted(text, isKnown)[0] ?? atFirst;
    },
  });
}

const nodeInLink = (text) => unlisted(text, (id) => rowOfNode.has(id)).map((id) => rowOfNode.get(id))[0] ?? null;

keepChoice('view', 'view', (view) => [...document.querySelectorAll('[data-view-section]')].some((one) => one.dataset.viewSection === view));
keepChoice('tab', 'tab', (tab) => tabs.includes(tab));
keepChoice('theme', 'theme', (theme) => ['light', 'dark'].includes(theme));
keepChoice('colour', 'colourBy', (by) => by === 'group' && groups.length > 0);
keepChoice('size', 'sizeBy', (name) => sizes.has(name));
keepChoice('rank', 'rankBy', (name) => rankings.has(name));
keepChoice('through', 'through', (name) => throughs.has(name));

keepInLink('node', {
  on: 'selection',
  write: () => (state.selection?.kind === 'node' ? listed([nodes[state.selection.row].id]) : undefined),
  read(text) {
    const row = nodeInLink(text);
    state.selection = row === null ? null : { kind: 'node', row };
  },
});
keepInLink('fact', {
  on: 'selection',
  write: () => (state.selection?.kind === 'fact' ? listed([facts[state.selection.row].id]) : undefined),
  read(text) {
    const id = unlisted(text, (one) => rowOfFact.has(one))[0];
    if (id !== undefined) state.selection = { kind: 'fact', row: rowOfFact.get(id) };
  },
});
keepInLink('steps', {
  on: 'steps',
  write: () => (state.steps === 1 ? undefined : String(state.steps)),
  read(text) {
    state.steps = ['2', '3'].includes(text) ? Number(text) : 1;
  },
});
keepInLink('near', {
  on: 'nearby',
  write: () => (state.nearby ? `${state.nearby.steps},${listed([nodes[state.nearby.row].id])}` : undefined),
  read(text) {
    const [, steps, id] = /^([123]),(.+)$/.exec(text ?? '') ?? [];
    const row = id === undefined ? null : nodeInLink(id);
    state.nearby = row === null ? null : { row, steps: Number(steps) };
  },
});
for (const end of ['from', 'to']) {
  keepInLink(`path-${end}`, {
    on: 'path',
    write: () => (state.path[end] === null ? undefined : listed([nodes[state.path[end]].id])),
    read(text) {
      state.path = { ...state.path, [end]: nodeInLink(text) };
    },
  });
}
keepInLink('group', {
  on: 'group',
  write: () => (state.group === null ? undefined : String(state.group + 1)),
  read(text) {
    const group = /^\d{1,5}$/.test(text ?? '') ? Number(text) - 1 : -1;
    state.group = groups[group] ? group : null;
  },
});

function startLinks() {
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

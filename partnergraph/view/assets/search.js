// Search by name or alias, with suggestions that the arrow keys walk through.
const MOST_SUGGESTIONS = 8;
const plainText = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const searchable = nodes.map((node) => [node.name, ...(node.aliases || [])].map((name) => ({ name, plain: plainText(name) })));
let suggested = [];
let active = -1;

// How well a name fits: -1 is it, 0 begins with it, 1 a word begins with it, 2 holds it; undefined where it does not.
function fitOf(plain, wanted) {
  const at = plain.indexOf(wanted);
  if (at < 0) return undefined;
  if (plain === wanted) return -1;
  if (at === 0) return 0;
  return plain.split(/[\s\-("«]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
}

function suggestionsFor(text) {
  const wanted = plainText(text.trim());
  if (!wanted) return [];
  const found = [];
  searchable.forEach((names, row) => {
    let best;
    names.forEach(({ name, plain }, at) => {
      const fit = fitOf(plain, wanted);
      // An alias counts a little less than the name.
      if (fit !== undefined && (!best || fit + (at ? 0.5 : 0) < best.fit)) best = { row, fit: fit + (at ? 0.5 : 0), alias: at ? name : '' };
    });
    if (best) found.push(best);
  });
  return found.sort((a, b) => a.fit - b.fit || nodes[b.row].facts - nodes[a.row].facts || a.row - b.row).slice(0, MOST_SUGGESTIONS);
}

function suggestionItem({ row, alias }, at) {
  const node = nodes[row];
  const kind = element('span', { class: 'quiet' }, `${words(node.type)}${node.country ? `, ${countryName(node.country)}` : ''}`);
  const also = alias ? element('span', { class: 'quiet' }, ' (', isolated(alias), ')') : undefined;
  const item = element('li', { role: 'option', id: `suggestion-${at}`, 'aria-selected': 'false' });
  item.append(nodeSwatch(node.type), element('span', { class: 'name' }, isolated(node.name), also), kind);
  // mousedown comes before the field loses the focus and closes the list.
  item.addEventListener('mousedown', (event) => {
    event.preventDefault();
    choose(at);
  });
  return item;
}

function setActive(at) {
  active = at;
  [...byId('suggestions').children].forEach((item, place) => item.setAttribute('aria-selected', String(place === at)));
  const item = byId(`suggestion-${at}`);
  if (item) {
    byId('search').setAttribute('aria-activedescendant', item.id);
    item.scrollIntoView({ block: 'nearest' });
  } else byId('search').removeAttribute('aria-activedescendant');
}

function closeSuggestions() {
  suggested = [];
  byId('suggestions').hidden = true;
  byId('search').setAttribute('aria-expanded', 'false');
  setActive(-1);
}

function suggest() {
  const text = byId('search').value;
  suggested = suggestionsFor(text);
  const none = element('li', { class: 'quiet', role: 'option', 'aria-disabled': 'true' }, 'No party or place of that name');
  byId('suggestions').replaceChildren(...(suggested.length ? suggested.map(suggestionItem) : [none]));
  byId('suggestions').hidden = !text.trim();
  byId('search').setAttribute('aria-expanded', String(Boolean(text.trim())));
  setActive(suggested.length ? 0 : -1);
}

function choose(at) {
  const { row } = suggested[at];
  byId('search').value = nodes[row].name;
  closeSuggestions();
  selectNode(row);
}

function searchKey(event) {
  const moves = { ArrowDown: 1, ArrowUp: -1 };
  if (moves[event.key] && suggested.length) {
    event.preventDefault();
    setActive((active + moves[event.key] + suggested.length) % suggested.length);
  } else if (event.key === 'Enter' && suggested[active]) {
    event.preventDefault();
    choose(active);
  } else if (event.key === 'Escape') closeSuggestions();
}

function drawSearch() {
  const field = byId('search');
  field.addEventListener('input', suggest);
  field.addEventListener('focus', () => field.value && suggest());
  field.addEventListener('blur', closeSuggestions);
  field.addEventListener('keydown', searchKey);
}

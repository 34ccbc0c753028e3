// A field with suggestions that the arrow keys walk through.
import { element } from '../core/dom.js';

const MOST_SUGGESTIONS = 8;
export const plainText = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

// How well a name fits: -1 is it, 0 begins with it, 1 a word begins with it, 2 holds it; undefined where it does not.
export function fitOf(plain, wanted) {
  const at = plain.indexOf(wanted);
  if (at < 0) return undefined;
  if (plain === wanted) return -1;
  if (at === 0) return 0;
  return plain.split(/[\s\-("«]+/).some((word) => word.startsWith(wanted)) ? 1 : 2;
}

// `find` returns what fits a text; `show` the children of a suggestion; `choose` takes one and returns what the field
// says from then on.
export function combobox(field, list, { find, show, choose, none }) {
  let suggested = [];
  let active = -1;

  function setActive(at) {
    active = at;
    [...list.children].forEach((item, place) => item.setAttribute('aria-selected', String(place === at)));
    const item = suggested.length ? list.children[at] : undefined;
    if (item) {
      field.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else field.removeAttribute('aria-activedescendant');
  }

  function close() {
    suggested = [];
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    setActive(-1);
  }

  function take(at) {
    const taken = suggested[at];
    close();
    field.value = choose(taken);
  }

  function item(found, at) {
    const made = element('li', { role: 'option', id: `${list.id}-${at}`, 'aria-selected': 'false' }, ...show(found));
    // mousedown comes before the field loses the focus and closes the list.
    made.addEventListener('mousedown', (event) => {
      event.preventDefault();
      take(at);
    });
    return made;
  }

  function suggest() {
    const wanted = plainText(field.value.trim());
    suggested = wanted ? find(wanted).slice(0, MOST_SUGGESTIONS) : [];
    const nothing = element('li', { class: 'quiet', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, none);
    list.replaceChildren(...(suggested.length ? suggested.map(item) : [nothing]));
    list.hidden = !wanted;
    field.setAttribute('aria-expanded', String(Boolean(wanted)));
    setActive(suggested.length ? 0 : -1);
  }

  field.addEventListener('input', suggest);
  field.addEventListener('focus', () => field.select());
  field.addEventListener('blur', close);
  field.addEventListener('keydown', (event) => {
    const moves = { ArrowDown: 1, ArrowUp: -1 };
    if (moves[event.key] && suggested.length) {
      event.preventDefault();
      setActive((active + moves[event.key] + suggested.length) % suggested.length);
    } else if (event.key === 'Enter' && active in suggested) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape' && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
}

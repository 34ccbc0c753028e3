// A field with suggestions that the arrow keys walk through.
import { element } from '../core/dom.js';
import { plainText } from '../core/search_text.js';

// `find` returns what fits a text, as many as are to be shown; `show` the children of a suggestion; `choose` takes one and
// returns what the field says from then on. Where `groupOf` is given, a heading stands above each group of suggestions.
export function combobox(field, list, { find, show, choose, none, groupOf }) {
  let suggested = [];
  let active = -1;

  function setActive(at) {
    active = at;
    [...list.querySelectorAll('[id]')].forEach((item, place) => item.setAttribute('aria-selected', String(place === at)));
    const item = suggested.length ? list.querySelector(`#${list.id}-${at}`) : undefined;
    if (at >= 0 && item) {
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

  function withHeading(found, at) {
    const group = groupOf?.(found);
    if (!group || (at && groupOf(suggested[at - 1]) === group)) return [item(found, at)];
    return [element('li', { class: 'group-name', role: 'presentation' }, group), item(found, at)];
  }

  function suggest() {
    const wanted = plainText(field.value.trim());
    suggested = wanted ? find(wanted) : [];
    const nothing = element('li', { class: 'quiet', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, none);
    list.replaceChildren(...(suggested.length ? suggested.flatMap(withHeading) : [nothing]));
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

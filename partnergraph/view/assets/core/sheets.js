// On a narrow screen the filters and the panel are sheets that rise over the picture.
import { byId } from './dom.js';

export function showSheet(name) {
  document.body.dataset.sheet = name;
  byId('open-filters').setAttribute('aria-expanded', String(name === 'filters'));
  byId('open-panel').setAttribute('aria-expanded', String(name === 'panel'));
}

export function startSheets() {
  byId('open-filters').addEventListener('click', () => showSheet(document.body.dataset.sheet === 'filters' ? 'none' : 'filters'));
  byId('open-panel').addEventListener('click', () => showSheet(document.body.dataset.sheet === 'panel' ? 'none' : 'panel'));
  for (const name of ['filters', 'panel']) {
    byId(`close-${name}`).addEventListener('click', () => {
      showSheet('none');
      byId(`open-${name}`).focus();
    });
  }
}

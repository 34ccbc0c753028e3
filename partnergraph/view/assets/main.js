// Sets everything up once, in the order in which it is seen; knows all features, and none knows it.
import { facts } from './core/data.js';
import { byId } from './core/dom.js';
import { keepChoice, readLink, startLinks } from './core/link.js';
import { clearSelection, selectNode } from './core/selection.js';
import { showSheet, startSheets } from './core/sheets.js';
import { announce, setState, state, whenChanged } from './core/state.js';
import { startFacets } from './filters/facets.js';
import { keepFiltersInLink } from './filters/filter_links.js';
import { visible } from './filters/filters.js';
import { startFilters } from './filters/legend.js';
import { startTime } from './filters/time.js';
import { graph } from './picture/graph.js';
import { drawPicture, fit, namedRows, redraw, zoom } from './picture/picture.js';
import { startPosition } from './picture/position.js';
import { startGroups } from './panel/groups.js';
import { startCompare } from './panel/compare.js';
import { startHubs } from './panel/hubs.js';
import { startOpening } from './panel/opening.js';
import { startPanel } from './panel/panel.js';
import { startPaths } from './panel/paths.js';
import { drawSearch } from './panel/search.js';
import { startTable } from './panel/tables.js';
import { mapForOthers, startMap } from './map/map.js';
import { startOwnCopy } from './save/own_copy.js';
import { startTakeaway } from './save/save.js';

function showView() {
  document.body.dataset.view = state.view;
  for (const section of document.querySelectorAll('[data-view-section]')) section.hidden = section.dataset.viewSection !== state.view;
  for (const each of document.querySelectorAll('[data-view-button]')) each.setAttribute('aria-pressed', String(each.dataset.viewButton === state.view));
  byId('tip').hidden = true;
}

keepChoice('view', 'view', (view) => [...document.querySelectorAll('[data-view-section]')].some((one) => one.dataset.viewSection === view));

const themes = { auto: ['light', '◐', 'as the system'], light: ['dark', '☀', 'light'], dark: ['auto', '☾', 'dark'] };

function showTheme() {
  const [, sign, name] = themes[state.theme];
  byId('theme').textContent = sign;
  byId('theme').setAttribute('aria-label', `Colours: ${name}`);
  byId('theme').title = `Colours: ${name}`;
}

function startViews() {
  for (const each of document.querySelectorAll('[data-view-button]')) {
    each.addEventListener('click', () => {
      showSheet('none');
      setState({ view: each.dataset.viewButton });
    });
  }
  byId('theme').addEventListener('click', () => setState({ theme: themes[state.theme][0] }));
  whenChanged('view', showView);
  whenChanged('theme', showTheme);
}

function startKeys() {
  byId('zoom-in').addEventListener('click', () => zoom(1.4));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 1.4));
  byId('zoom-fit').addEventListener('click', () => fit());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && state.selection) clearSelection();
    const isUndo = event.key.toLowerCase() === 'z' && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if (isUndo && !/^(input|textarea)$/i.test(event.target.tagName)) {
      event.preventDefault();
      history.back();
    }
    const typing = /^(input|textarea|select)$/i.test(event.target.tagName);
    if (event.key === '/' && !typing) {
      event.preventDefault();
      byId('search').focus();
    }
  });
}

startOwnCopy();
startViews();
startFilters();
startFacets();
startTime();
drawSearch();
startPanel();
startHubs();
startPaths();
startGroups();
startCompare();
startOpening();
startTable();
startMap();
keepFiltersInLink();
// A link's choices come before the first drawing, so that nothing is drawn twice.
readLink();
announce('looks', 'route', 'table');
// What is hidden has no size to fit into, and a link may open another view first.
byId('picture').hidden = false;
drawPicture();
showView();
whenChanged(['visible', 'spotlight', 'looks'], redraw);
startPosition();
startKeys();
startSheets();
startTakeaway();
startLinks();
// For those who embed the page or test it.
const shown = () => [...visible.facts].map((row) => facts[row].id);
window.partnergraph = Object.freeze({ graph, map: mapForOthers, select: selectNode, shown, names: namedRows });

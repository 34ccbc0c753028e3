// Everything is set up once, in the order in which it is seen.
function showView() {
  document.body.dataset.view = state.view;
  for (const section of document.querySelectorAll('[data-view-section]')) section.hidden = section.dataset.viewSection !== state.view;
  for (const each of document.querySelectorAll('[data-view-button]')) each.setAttribute('aria-pressed', String(each.dataset.viewButton === state.view));
  byId('tip').hidden = true;
}

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

function startSheets() {
  byId('open-filters').addEventListener('click', () => showSheet(document.body.dataset.sheet === 'filters' ? 'none' : 'filters'));
  byId('open-panel').addEventListener('click', () => showSheet(document.body.dataset.sheet === 'panel' ? 'none' : 'panel'));
  for (const name of ['filters', 'panel']) {
    byId(`close-${name}`).addEventListener('click', () => {
      showSheet('none');
      byId(`open-${name}`).focus();
    });
  }
}

function startKeys() {
  byId('zoom-in').addEventListener('click', () => zoom(1.4));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 1.4));
  byId('zoom-fit').addEventListener('click', () => fit());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && state.selection) clearSelection();
  });
}

startViews();
startFilters();
startFacets();
startTime();
drawSearch();
startPanel();
startHubs();
startPaths();
startGroups();
startTable();
startMap();
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
window.partnergraph = Object.freeze({ graph, map: mapForOthers, select: selectNode });

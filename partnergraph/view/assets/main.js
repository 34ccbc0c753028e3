// Everything is set up once, in the order in which it is seen.
function showView(name) {
  if (document.body.dataset.view === name) return;
  document.body.dataset.view = name;
  byId('picture').hidden = name !== 'picture';
  byId('table-view').hidden = name !== 'table';
  for (const view of ['picture', 'table']) byId(`view-${view}`).setAttribute('aria-pressed', String(view === name));
  byId('tip').hidden = true;
  drawFactTable();
}

function recolour() {
  recolourLegend();
  drawHubs();
  drawFactTable();
  redraw();
  if (selection) (selection.kind === 'node' ? showNode : showFact)(selection.row);
}

function listen() {
  byId('view-picture').addEventListener('click', () => showView('picture'));
  byId('view-table').addEventListener('click', () => {
    showSheet('none');
    showView('table');
  });
  byId('tab-hubs').addEventListener('click', () => showTab('hubs'));
  byId('tab-details').addEventListener('click', () => showTab('details'));
  byId('open-filters').addEventListener('click', () => showSheet(document.body.dataset.sheet === 'filters' ? 'none' : 'filters'));
  byId('open-panel').addEventListener('click', () => {
    showTab('hubs');
    showSheet(document.body.dataset.sheet === 'panel' ? 'none' : 'panel');
  });
  for (const name of ['filters', 'panel']) {
    byId(`close-${name}`).addEventListener('click', () => {
      showSheet('none');
      byId(`open-${name}`).focus();
    });
  }
  byId('zoom-in').addEventListener('click', () => zoom(1.4));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 1.4));
  byId('zoom-fit').addEventListener('click', () => fit());
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && event.target !== byId('search') && selection) clearSelection();
  });
  darkScheme.addEventListener('change', recolour);
}

drawFilters();
drawSearch();
drawHubs();
whenFiltered.push(showCount);
applyFilters();
drawPicture();
whenFiltered.push(redraw, refreshDetails, drawFactTable);
clearSelection();
listen();
// For those who embed the page or test it.
window.partnergraph = Object.freeze({ graph, select: selectNode });

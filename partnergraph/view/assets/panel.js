// The panel beside the picture: the hubs, or the details of what is selected.
function showTab(name) {
  for (const tab of ['hubs', 'details']) {
    byId(tab).hidden = tab !== name;
    byId(`tab-${tab}`).setAttribute('aria-pressed', String(tab === name));
  }
}

function showSheet(name) {
  document.body.dataset.sheet = name;
  byId('open-filters').setAttribute('aria-expanded', String(name === 'filters'));
  byId('open-panel').setAttribute('aria-expanded', String(name === 'panel'));
}

function showDetails(...children) {
  byId('details').replaceChildren(...children.filter(Boolean));
  byId('panel').scrollTop = 0;
  showTab('details');
  byId('details').querySelector('.title')?.setAttribute('tabindex', '-1');
  if (narrow.matches) showSheet('panel');
}

const definition = (term, ...values) => [element('dt', {}, term), element('dd', {}, ...values)];

// "Minsk, Minsk Region, Belarus": each place leads to its own details.
function whereabouts(row) {
  return placesOf(row).flatMap((place, at) => (at ? [', ', nodeButton(place)] : [nodeButton(place)]));
}

function outerLinks(node) {
  const links = [];
  if (/^Q\d+$/.test(node.wikidata || '')) links.push(link(`https://www.wikidata.org/wiki/${node.wikidata}`, `Wikidata ${node.wikidata}`));
  if (/^\d+$/.test(node.geonames || '')) links.push(link(`https://www.geonames.org/${node.geonames}`, `GeoNames ${node.geonames}`));
  return links.flatMap((made, at) => (at ? [', ', made] : [made]));
}

function nodeFacts(row) {
  const node = nodes[row];
  const links = outerLinks(node);
  return element(
    'dl',
    {},
    ...(node.country ? definition('Country', countryName(node.country)) : []),
    ...(node.in === undefined ? [] : definition('Lies in', ...whereabouts(row))),
    ...(node.aliases ? definition('Also', isolated(node.aliases.join('; '))) : []),
    ...(node.iso_3166_2 ? definition('ISO 3166-2', isolated(node.iso_3166_2)) : []),
    ...(links.length ? definition('Elsewhere', ...links) : []),
    ...(node.note ? definition('Note', isolated(node.note)) : []),
  );
}

// Latest first; what has no date comes last.
const byDate = (a, b) => (facts[b].date || '').localeCompare(facts[a].date || '') || a - b;

function factGroups(row, rows) {
  return data.edgeTypes.flatMap(({ name }) => {
    const group = rows.filter((fact) => facts[fact].type === name).sort(byDate);
    if (!group.length) return [];
    const summary = element('summary', {}, edgeSwatch(name), `${words(name)} `, element('span', { class: 'count' }, wholeNumber.format(group.length)));
    const list = element('ul', { class: 'facts' }, ...group.map((fact) => factItem(fact, row)));
    return [element('details', { class: 'group', open: '' }, summary, list)];
  });
}

function showNode(row) {
  const node = nodes[row];
  const rows = factsOf[row].filter((fact) => visible.facts.has(fact));
  const partners = new Set(rows.map((fact) => partnerOf(facts[fact], row)));
  const all = factsOf[row].length;
  const few = rows.length < all ? ` of ${wholeNumber.format(all)}; the filters hide the others` : '';
  showDetails(
    element('h2', { class: 'title' }, nodeSwatch(node.type), isolated(node.name)),
    element('p', { class: 'quiet' }, words(node.type)),
    nodeFacts(row),
    element('p', { class: 'tally' }, `${plural(rows.length, 'fact', 'facts')}${few}, ${plural(partners.size, 'partner', 'partners')}`),
    ...factGroups(row, rows),
  );
}

function showFact(row) {
  const fact = facts[row];
  const { directed, doc } = edgeTypes.get(fact.type);
  const others = parallelTo(row).filter((other) => other !== row && visible.facts.has(other));
  showDetails(
    element('h2', { class: 'title', title: doc }, edgeSwatch(fact.type), words(fact.type)),
    element('p', { class: 'ends' }, nodeButton(fact.from), element('span', { class: 'arrow' }, directed ? ' → ' : ' – '), nodeButton(fact.to)),
    ...factText(fact),
    others.length && element('h3', {}, `${plural(others.length, 'other fact', 'other facts')} between the two`),
    others.length && element('ul', { class: 'facts' }, ...others.sort(byDate).map(otherItem)),
  );
}

function otherItem(row) {
  const fact = facts[row];
  const text = [words(fact.type), period(fact), fact.title].filter(Boolean).join(' · ');
  return element('li', { class: 'fact' }, button(() => selectFact(row), { class: 'node' }, edgeSwatch(fact.type), isolated(text)));
}

// What was pressed may be gone from the page now: the focus goes on at the heading of what it led to.
function focusDetails() {
  const heading = byId('details').querySelector('.title');
  document.activeElement.blur();
  heading.focus({ preventScroll: true });
  // A sheet that is still rising cannot take the focus yet.
  if (document.activeElement !== heading) setTimeout(() => heading.focus({ preventScroll: true }), 300);
}

// `stay` is for a click in the picture: the picture then keeps its place and the focus.
function selectNode(row, { stay = false } = {}) {
  selection = { kind: 'node', row };
  redraw();
  showView('picture');
  showNode(row);
  if (!stay) focusDetails();
  if (!stay || narrow.matches) moveToNodes([row]);
}

function selectFact(row, { stay = false } = {}) {
  selection = { kind: 'fact', row };
  redraw();
  showView('picture');
  showFact(row);
  if (!stay) focusDetails();
  if (narrow.matches) moveToNodes([facts[row].from, facts[row].to]);
}

function clearSelection() {
  selection = null;
  graph.unselectAll();
  redraw();
  byId('details').replaceChildren(element('p', { class: 'quiet' }, 'Choose a party, a place or a line in the picture, or find one by name.'));
  showTab('hubs');
  if (narrow.matches) showSheet('none');
}

// The details follow the filters; a selected fact stays, even where the filters hide it.
function refreshDetails() {
  const open = byId('details').hidden === false;
  if (open && selection?.kind === 'node') showNode(selection.row);
}

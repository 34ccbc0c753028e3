// The legend is the filter: each row is a switch, and "only" leaves it alone.
function legendRow({ name, doc, swatch, count, hidden, all }) {
  const toggle = button(
    () => {
      if (hidden().has(name)) hidden().delete(name);
      else hidden().add(name);
      applyFilters();
    },
    { class: 'toggle', title: doc, 'data-name': name },
    swatch,
    element('span', { class: 'name' }, words(name)),
    element('span', { class: 'count' }, wholeNumber.format(count)),
  );
  const only = button(
    () => {
      hidden().clear();
      for (const other of all) if (other !== name) hidden().add(other);
      applyFilters();
    },
    { class: 'only', 'aria-label': `Only ${words(name)}` },
    'only',
  );
  whenFiltered.push(() => toggle.setAttribute('aria-pressed', String(!hidden().has(name))));
  return element('li', {}, toggle, only);
}

// Types that the network does not use are left out.
function legend(section, types, counts, hidden, swatch) {
  const used = types.filter((type) => counts.get(type.name));
  const all = types.map((type) => type.name);
  const rows = used.map(({ name, doc }) => legendRow({ name, doc, swatch: swatch?.(name), count: counts.get(name), hidden, all }));
  const list = section.querySelector('ul') || section.appendChild(element('ul', { class: 'legend' }));
  list.replaceChildren(...rows);
  section.hidden = !used.length;
}

function drawLegend() {
  legend(byId('edge-types'), data.edgeTypes, countBy(facts, 'type'), () => chosen.hiddenEdgeTypes, edgeSwatch);
  legend(byId('node-types'), data.nodeTypes, countBy(nodes, 'type'), () => chosen.hiddenNodeTypes, nodeSwatch);
  legend(byId('statuses'), data.statuses, countBy(facts, 'status'), () => chosen.hiddenStatuses);
}

// Colours differ between light and dark; the rows keep their listeners.
function recolourLegend() {
  for (const [section, swatch] of [['edge-types', edgeSwatch], ['node-types', nodeSwatch]]) {
    for (const toggle of byId(section).querySelectorAll('.toggle')) {
      toggle.querySelector('.swatch').replaceWith(swatch(toggle.dataset.name));
    }
  }
}

function yearInput(input, key) {
  if (years.length) {
    input.min = firstYear;
    input.max = lastYear;
    input.placeholder = key === 'from' ? firstYear : lastYear;
  }
  input.addEventListener('input', () => {
    // A year that is still being typed filters nothing.
    chosen[key] = /^\d{4}$/.test(input.value) ? Number(input.value) : null;
    applyFilters();
  });
  whenFiltered.push(() => {
    if (chosen[key] === null && document.activeElement !== input) input.value = '';
  });
}

function checkbox(input, key) {
  input.addEventListener('change', () => {
    chosen[key] = input.checked;
    applyFilters();
  });
  whenFiltered.push(() => {
    input.checked = chosen[key];
  });
}

function drawFilters() {
  drawLegend();
  yearInput(byId('from-year'), 'from');
  yearInput(byId('to-year'), 'to');
  byId('undated-count').textContent = wholeNumber.format(facts.filter((fact) => !fact.years).length);
  checkbox(byId('undated'), 'undated');
  checkbox(byId('loose'), 'loose');
  checkbox(byId('places'), 'places');
  whenFiltered.push(() => {
    // Without a span of years undated facts are there anyway.
    const open = chosen.from === null && chosen.to === null;
    byId('undated').disabled = open;
    byId('undated').checked = open || chosen.undated;
  });
  byId('dates').hidden = !years.length;
  byId('reset').addEventListener('click', resetFilters);
}

function showCount() {
  const shownFacts = `${wholeNumber.format(visible.facts.size)} of ${plural(facts.length, 'fact', 'facts')}`;
  byId('showing').textContent = `${shownFacts}, ${wholeNumber.format(visible.nodes.size)} of ${plural(nodes.length, 'party or place', 'parties and places')} shown`;
}

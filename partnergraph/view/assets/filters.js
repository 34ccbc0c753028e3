// What the person has chosen to see, and which facts and nodes that lets through.
const hiddenByDefault = () => new Set(data.edgeTypes.filter((type) => !type.partnership).map((type) => type.name));

const chosen = {
  hiddenEdgeTypes: hiddenByDefault(),
  hiddenNodeTypes: new Set(),
  hiddenStatuses: new Set(),
  from: null,
  to: null,
  undated: false,
  // A network without a fact would otherwise be an empty page.
  loose: facts.length === 0,
  places: false,
};

const visible = { facts: new Set(), nodes: new Set() };
const whenFiltered = [];

function inYears(fact) {
  if (chosen.from === null && chosen.to === null) return true;
  if (!fact.years) return chosen.undated;
  return fact.years[0] <= (chosen.to ?? Infinity) && fact.years[1] >= (chosen.from ?? -Infinity);
}

function passes(fact) {
  return (
    !chosen.hiddenEdgeTypes.has(fact.type) &&
    !chosen.hiddenStatuses.has(fact.status) &&
    !chosen.hiddenNodeTypes.has(nodes[fact.from].type) &&
    !chosen.hiddenNodeTypes.has(nodes[fact.to].type) &&
    inYears(fact)
  );
}

function applyFilters() {
  visible.facts = new Set([...facts.keys()].filter((row) => passes(facts[row])));
  visible.nodes = new Set();
  for (const row of visible.facts) visible.nodes.add(facts[row].from).add(facts[row].to);
  if (chosen.loose) {
    nodes.forEach((node, row) => {
      if (!chosen.hiddenNodeTypes.has(node.type)) visible.nodes.add(row);
    });
  }
  for (const act of whenFiltered) act();
}

function resetFilters() {
  chosen.hiddenEdgeTypes = hiddenByDefault();
  chosen.hiddenNodeTypes.clear();
  chosen.hiddenStatuses.clear();
  Object.assign(chosen, { from: null, to: null, undated: false, loose: facts.length === 0, places: false });
  applyFilters();
}

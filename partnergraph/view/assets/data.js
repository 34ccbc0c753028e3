// The data block and what is looked up in it. Nodes, facts and sources are numbers: their rows.
const data = JSON.parse(document.getElementById('data').textContent);
const { nodes, facts, sources } = data;

const nodeTypes = new Map(data.nodeTypes.map((type) => [type.name, type]));
const edgeTypes = new Map(data.edgeTypes.map((type) => [type.name, type]));
const statuses = new Map(data.statuses.map((status) => [status.name, status]));

const factsOf = nodes.map(() => []);
facts.forEach((fact, row) => {
  factsOf[fact.from].push(row);
  if (fact.to !== fact.from) factsOf[fact.to].push(row);
});

const isPartnership = (fact) => edgeTypes.get(fact.type).partnership;

// The other end of a fact; its own node for a fact of a node with itself.
const partnerOf = (fact, node) => (fact.from === node ? fact.to : fact.from);

// The places a node lies in, from the nearest outwards. Seen places end it: data may hold a circle.
function placesOf(node) {
  const places = [];
  let place = nodes[node].in;
  while (place !== undefined && place !== node && !places.includes(place)) {
    places.push(place);
    place = nodes[place].in;
  }
  return places;
}

// Every fact between the same two ends as this one, itself among them.
function parallelTo(row) {
  const { from, to } = facts[row];
  return factsOf[from].filter((other) => {
    const fact = facts[other];
    return (fact.from === from && fact.to === to) || (fact.from === to && fact.to === from);
  });
}

function countBy(rows, key) {
  const counts = new Map();
  for (const row of rows) counts.set(row[key], (counts.get(row[key]) || 0) + 1);
  return counts;
}

const years = facts.flatMap((fact) => fact.years || []);
const firstYear = years.reduce((least, year) => Math.min(least, year), Infinity);
const lastYear = years.reduce((most, year) => Math.max(most, year), -Infinity);

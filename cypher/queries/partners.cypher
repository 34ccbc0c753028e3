// name: partners
// purpose: All partners of a party, those with most facts first, with the number of facts of each type
// parameter: party (party, required): whose partners, such as BUTB
// column: partner: with whom
// column: kind: country, region, city, enterprise ...
// column: lies_in: where the partner lies
// column: facts: number of facts
// column: types: types of tie, with the number of facts of each
// column: first: earliest date
// column: latest: latest date
// column: planned_only: yes where everything between the two is only planned or proposed
MATCH (:Entity {id: $party})-[e]-(q:Entity)
WHERE type(e) <> 'LOCATED_IN'
WITH q, type(e) AS type, count(e) AS number, min(CASE WHEN e.starts_from IS NOT NULL THEN e.date END) AS first,
     max(CASE WHEN e.starts_from IS NOT NULL THEN e.date END) AS latest,
     sum(CASE WHEN e.status IN ['planned', 'proposed'] THEN 0 ELSE 1 END) AS real
ORDER BY number DESC, type
WITH q, sum(number) AS facts, collect(type + ' ' + toString(number)) AS types, min(first) AS first,
     max(latest) AS latest, sum(real) AS real
OPTIONAL MATCH (home:Entity {id: q.located_in})
RETURN q.name AS partner, [label IN labels(q) WHERE label <> 'Entity'][0] AS kind, home.name AS lies_in, facts, types,
       first, latest, CASE WHEN real = 0 THEN 'yes' ELSE 'no' END AS planned_only
ORDER BY facts DESC, partner, q.id

// name: joint-partners
// purpose: Partners that two parties have in common
// parameter: first (party, required): one party
// parameter: second (party, required): the other
// column: partner: partner of both
// column: kind: country, region, city, enterprise ...
// column: facts_with_first: number of facts with the first
// column: with_first: types of tie with the first
// column: facts_with_second: number of facts with the second
// column: with_second: types of tie with the second
MATCH (:Entity {id: $first})-[e]-(q:Entity)
WHERE type(e) <> 'LOCATED_IN' AND q.id <> $second
WITH q, e ORDER BY type(e)
WITH q, count(e) AS facts_with_first, collect(DISTINCT type(e)) AS with_first
MATCH (:Entity {id: $second})-[e]-(q)
WHERE type(e) <> 'LOCATED_IN'
WITH q, facts_with_first, with_first, e ORDER BY type(e)
WITH q, facts_with_first, with_first, count(e) AS facts_with_second, collect(DISTINCT type(e)) AS with_second
RETURN q.name AS partner, [label IN labels(q) WHERE label <> 'Entity'][0] AS kind, facts_with_first, with_first,
       facts_with_second, with_second
ORDER BY facts_with_first + facts_with_second DESC, partner, q.id

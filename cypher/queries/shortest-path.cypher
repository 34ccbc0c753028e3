// name: shortest-path
// purpose: The shortest chain of partners that links two parties, at most six steps, one row a step
// parameter: start (party, required): where the chain begins
// parameter: end (party, required): where it ends
// parameter: countries (boolean, default no): yes lets the chain pass through whole countries, which are tied to almost everybody
// column: step: 1, 2, 3 ...
// column: party: who
// column: partner: with whom
// column: type: what kind of tie; the first signed or active one, where there are several
// column: title: what the fact is
// column: date: when
// column: status: signed, active, planned, proposed, suspended, ended or unknown
// column: facts: number of facts between these two
// column: sources: ids of the sources
// column: fact: id of the fact
// The embedded engine looks for a shortest path first and at its conditions afterwards, so the search is written out
// here: from the start, level by level, to the parties not yet seen, then back from the end, of equal ways the one
// whose ids come first. Where a step is one of several equal ones, every engine takes the same.
MATCH (a:Entity {id: $start})
MATCH (b:Entity {id: $end})
WITH [a.id] AS seen, [a.id] AS l0
OPTIONAL MATCH (n:Entity)-[e]-(m:Entity)
WHERE n.id IN l0 AND NOT $end IN seen AND type(e) <> 'LOCATED_IN' AND NOT m.id IN seen
  AND (m.id = $end OR $countries = true OR NOT m:Country)
WITH seen, l0, collect(DISTINCT m.id) AS l1
WITH seen + l1 AS seen, l0, l1
OPTIONAL MATCH (n:Entity)-[e]-(m:Entity)
WHERE n.id IN l1 AND NOT $end IN seen AND type(e) <> 'LOCATED_IN' AND NOT m.id IN seen
  AND (m.id = $end OR $countries = true OR NOT m:Country)
WITH seen, l0, l1, collect(DISTINCT m.id) AS l2
WITH seen + l2 AS seen, l0, l1, l2
OPTIONAL MATCH (n:Entity)-[e]-(m:Entity)
WHERE n.id IN l2 AND NOT $end IN seen AND type(e) <> 'LOCATED_IN' AND NOT m.id IN seen
  AND (m.id = $end OR $countries = true OR NOT m:Country)
WITH seen, l0, l1, l2, collect(DISTINCT m.id) AS l3
WITH seen + l3 AS seen, l0, l1, l2, l3
OPTIONAL MATCH (n:Entity)-[e]-(m:Entity)
WHERE n.id IN l3 AND NOT $end IN seen AND type(e) <> 'LOCATED_IN' AND NOT m.id IN seen
  AND (m.id = $end OR $countries = true OR NOT m:Country)
WITH seen, l0, l1, l2, l3, collect(DISTINCT m.id) AS l4
WITH seen + l4 AS seen, l0, l1, l2, l3, l4
OPTIONAL MATCH (n:Entity)-[e]-(m:Entity)
WHERE n.id IN l4 AND NOT $end IN seen AND type(e) <> 'LOCATED_IN' AND NOT m.id IN seen
  AND (m.id = $end OR $countries = true OR NOT m:Country)
WITH seen, l0, l1, l2, l3, l4, collect(DISTINCT m.id) AS l5
WITH seen + l5 AS seen, l0, l1, l2, l3, l4, l5
OPTIONAL MATCH (n:Entity)-[e]-(m:Entity)
WHERE n.id IN l5 AND NOT $end IN seen AND type(e) <> 'LOCATED_IN' AND NOT m.id IN seen
  AND (m.id = $end OR $countries = true OR NOT m:Country)
WITH seen, l0, l1, l2, l3, l4, l5, collect(DISTINCT m.id) AS l6
WITH seen + l6 AS seen, l0, l1, l2, l3, l4, l5, l6
WITH [l0, l1, l2, l3, l4, l5, l6] AS levels
WITH levels, [level IN range(1, 6) WHERE $end IN levels[level]][0] AS steps, [$end] AS chain
OPTIONAL MATCH (n:Entity)-[e]-(:Entity {id: chain[0]})
WHERE steps >= 6 AND n.id IN levels[5] AND type(e) <> 'LOCATED_IN'
WITH levels, steps, chain, min(n.id) AS before
WITH levels, steps, CASE WHEN before IS NULL THEN chain ELSE [before] + chain END AS chain
OPTIONAL MATCH (n:Entity)-[e]-(:Entity {id: chain[0]})
WHERE steps >= 5 AND n.id IN levels[4] AND type(e) <> 'LOCATED_IN'
WITH levels, steps, chain, min(n.id) AS before
WITH levels, steps, CASE WHEN before IS NULL THEN chain ELSE [before] + chain END AS chain
OPTIONAL MATCH (n:Entity)-[e]-(:Entity {id: chain[0]})
WHERE steps >= 4 AND n.id IN levels[3] AND type(e) <> 'LOCATED_IN'
WITH levels, steps, chain, min(n.id) AS before
WITH levels, steps, CASE WHEN before IS NULL THEN chain ELSE [before] + chain END AS chain
OPTIONAL MATCH (n:Entity)-[e]-(:Entity {id: chain[0]})
WHERE steps >= 3 AND n.id IN levels[2] AND type(e) <> 'LOCATED_IN'
WITH levels, steps, chain, min(n.id) AS before
WITH levels, steps, CASE WHEN before IS NULL THEN chain ELSE [before] + chain END AS chain
OPTIONAL MATCH (n:Entity)-[e]-(:Entity {id: chain[0]})
WHERE steps >= 2 AND n.id IN levels[1] AND type(e) <> 'LOCATED_IN'
WITH levels, steps, chain, min(n.id) AS before
WITH levels, steps, CASE WHEN before IS NULL THEN chain ELSE [before] + chain END AS chain
OPTIONAL MATCH (n:Entity)-[e]-(:Entity {id: chain[0]})
WHERE steps >= 1 AND n.id IN levels[0] AND type(e) <> 'LOCATED_IN'
WITH levels, steps, chain, min(n.id) AS before
WITH levels, steps, CASE WHEN before IS NULL THEN chain ELSE [before] + chain END AS chain
UNWIND range(1, size(chain) - 1) AS step
MATCH (p:Entity {id: chain[step - 1]})-[e]-(q:Entity {id: chain[step]})
WHERE type(e) <> 'LOCATED_IN'
WITH step, p, q, e
ORDER BY CASE WHEN e.status IN ['planned', 'proposed'] THEN 1 ELSE 0 END, coalesce(e.starts_from, '9999'), e.id
WITH step, p, q, collect(e) AS edges
WITH step, p, q, edges[0] AS e, size(edges) AS facts
RETURN step, p.name AS party, q.name AS partner, type(e) AS type, e.title AS title, e.date AS date, e.status AS status,
       facts, e.sources AS sources, e.id AS fact
ORDER BY step

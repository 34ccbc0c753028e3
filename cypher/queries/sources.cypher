// name: sources
// purpose: The sources, those that support most facts first
// parameter: kind (text, optional): only this kind, such as book, news or interview
// parameter: limit (integer, default 25): rows at most
// column: source: its id
// column: kind: book, article, news, report ...
// column: title: what it is called
// column: author: who wrote it
// column: year: when it was published
// column: stands_in: the source it stands in
// column: at: where in that source
// column: facts: number of facts that cite it
// column: alone: number of facts that cite nothing else
MATCH (s:Source)
WHERE ($kind IS NULL OR toLower(s.kind) = toLower($kind))
OPTIONAL MATCH (whole:Source {id: s.part_of})
WITH s, whole.title AS stands_in
OPTIONAL MATCH (:Entity)-[e]->(:Entity)
WHERE type(e) <> 'LOCATED_IN' AND s.id IN e.sources
WITH s, stands_in, count(e) AS facts, sum(CASE WHEN size(e.sources) = 1 THEN 1 ELSE 0 END) AS alone
WHERE facts > 0
RETURN s.id AS source, s.kind AS kind, s.title AS title, s.author AS author, s.year AS year, stands_in,
       s.locator AS at, facts, alone
ORDER BY facts DESC, source
LIMIT $limit

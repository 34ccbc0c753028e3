// name: latest
// purpose: The latest dated facts, the newest first
// parameter: party (party, optional): only facts of this party
// parameter: type (text, optional): only this type of tie, such as AGREEMENT
// parameter: limit (integer, default 25): rows at most
// column: date: when
// column: type: what kind of tie
// column: party: one side
// column: partner: the other side
// column: title: what the fact is
// column: status: signed, active, planned, proposed, suspended, ended or unknown
// column: sources: ids of the sources
// column: fact: id of the fact
MATCH (a:Entity)-[e]->(b:Entity)
WHERE type(e) <> 'LOCATED_IN' AND e.date IS NOT NULL
  AND ($party IS NULL OR a.id = $party OR b.id = $party) AND ($type IS NULL OR type(e) = toUpper($type))
RETURN e.date AS date, type(e) AS type, a.name AS party, b.name AS partner, e.title AS title, e.status AS status,
       e.sources AS sources, e.id AS fact
ORDER BY coalesce(e.starts_from, e.starts_by, '') DESC, date DESC, type, party, partner, fact
LIMIT $limit

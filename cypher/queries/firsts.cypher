// name: firsts
// purpose: The earliest dated facts of each type
// parameter: each (integer, default 3): how many of each type
// parameter: party (party, optional): only facts of this party
// column: type: what kind of tie
// column: date: when
// column: party: one side
// column: partner: the other side
// column: title: what the fact is
// column: status: signed, active, planned, proposed, suspended, ended or unknown
// column: sources: ids of the sources
// column: fact: id of the fact
MATCH (a:Entity)-[e]->(b:Entity)
WHERE type(e) <> 'LOCATED_IN' AND e.date IS NOT NULL
  AND ($party IS NULL OR a.id = $party OR b.id = $party)
WITH a, e, b ORDER BY coalesce(e.starts_from, e.starts_by, '9999'), e.date, e.id
WITH type(e) AS type, collect({
  day: coalesce(e.starts_from, e.starts_by, '9999'), date: e.date, party: a.name, partner: b.name, title: e.title,
  status: e.status, sources: e.sources, fact: e.id
})[0..$each] AS earliest
UNWIND earliest AS one
RETURN type, one.date AS date, one.party AS party, one.partner AS partner, one.title AS title, one.status AS status,
       one.sources AS sources, one.fact AS fact
ORDER BY type, one.day, date, fact

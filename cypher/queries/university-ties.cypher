// name: university-ties
// purpose: Ties of universities, academies and research institutes, and facts that speak of universities
// parameter: party (party, optional): only those of this institution, or of this place and what lies in it
// column: party: one side
// column: partner: the other side
// column: type: what kind of tie
// column: title: what it is
// column: date: when
// column: until: end of its validity
// column: status: signed, active, planned or proposed
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope, ['universit', 'academ', 'institute of', 'polytechnic', 'scientific'] AS words
MATCH (a:Entity)-[e]->(b:Entity)
WHERE type(e) <> 'LOCATED_IN' AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
  AND (any(word IN words WHERE a:Institution AND toLower(a.name) CONTAINS word)
    OR any(word IN words WHERE b:Institution AND toLower(b.name) CONTAINS word)
    OR toLower(e.title) CONTAINS 'universit')
RETURN CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       type(e) AS type, e.title AS title, e.date AS date, e.until AS until, e.status AS status, e.sources AS sources,
       e.id AS fact
ORDER BY party, partner, type, coalesce(e.starts_from, '9999'), fact

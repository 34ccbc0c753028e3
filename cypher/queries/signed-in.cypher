// name: signed-in
// purpose: What was signed in a year: agreements, twinnings, contracts
// parameter: year (integer, required): the year
// parameter: party (party, optional): only what this party, and what lies in it, signed
// column: date: when
// column: type: what kind of tie
// column: party: one side
// column: partner: the other side
// column: title: what it is
// column: until: end of its validity
// column: status: what is known of its state
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e]->(b:Entity)
WHERE e.withdrawn_at IS NULL AND substring(e.date, 0, 4) = toString($year)
  AND (e.status = 'signed' OR (type(e) IN ['AGREEMENT', 'TWINNING'] AND NOT e.status IN ['planned', 'proposed']))
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
RETURN e.date AS date, type(e) AS type,
       CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       e.title AS title, e.until AS until, e.status AS status, e.sources AS sources, e.id AS fact
ORDER BY date, type, party, partner, fact

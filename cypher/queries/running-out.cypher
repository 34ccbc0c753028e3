// name: running-out
// purpose: Agreements and plans that run out in a year
// parameter: year (integer, required): the year
// parameter: party (party, optional): only those of this party and of what lies in it
// column: until: end of validity, or when it is due
// column: type: AGREEMENT, or what is planned or proposed
// column: party: one side
// column: partner: the other side
// column: title: what it is
// column: date: when it was signed or decided
// column: status: signed, planned, proposed or ended
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e]->(b:Entity)
// The end of a supply or a turnover is the end of what was counted, not of a promise.
WHERE e.withdrawn_at IS NULL AND substring(e.until, 0, 4) = toString($year)
  AND (type(e) = 'AGREEMENT' OR e.status IN ['planned', 'proposed'])
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
RETURN e.until AS until, type(e) AS type,
       CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       e.title AS title, e.date AS date, e.status AS status, e.sources AS sources, e.id AS fact
ORDER BY type, until, party, partner, fact

// name: signed-in
// purpose: What was signed in a year or another period: agreements, twinnings, contracts
// parameter: began (period, required): such as 2021, 2021-03 or 2010/2015
// parameter: party (party, optional): only what this party, and what lies in it, signed
// parameter: perhaps (boolean, default no): yes adds what may have been signed then or at another time, as the undated may
// column: date: when
// column: certain: yes or perhaps
// column: type: what kind of tie
// column: party: one side
// column: partner: the other side
// column: title: what it is
// column: until: end of its validity
// column: status: what is known of its state
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e]->(b:Entity)
WHERE type(e) <> 'LOCATED_IN'
  AND (e.status = 'signed'
    OR (type(e) IN ['AGREEMENT', 'TWINNING'] AND NOT e.status IN ['planned', 'proposed', 'suspended']))
  AND (e.starts_from IS NULL OR e.starts_from <= $began_last) AND (e.starts_by IS NULL OR e.starts_by >= $began_first)
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
WITH scope, a, b, e,
     CASE WHEN e.starts_from >= $began_first AND e.starts_by <= $began_last THEN 'yes' ELSE 'perhaps' END AS certain
WHERE certain = 'yes' OR $perhaps = true
RETURN e.date AS date, certain, type(e) AS type,
       CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       e.title AS title, e.until AS until, e.status AS status, e.sources AS sources, e.id AS fact
ORDER BY coalesce(e.starts_from, '9999'), type, party, partner, fact

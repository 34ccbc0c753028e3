// name: agreements
// purpose: Agreements, plans and protocols of a party and of all that lies in it, the oldest first and the undated last
// parameter: party (party, required): a country, region, town, enterprise or institution
// parameter: inside (boolean, default yes): no leaves out what lies in the party
// column: party: the party asked for, or what lies in it
// column: partner: with whom
// column: date: when it was signed
// column: until: end of its validity
// column: status: signed, planned, proposed, suspended, ended or unknown
// column: title: what it is
// column: amount: how many or how much, where one row stands for several agreements or for contracts
// column: unit: of what
// column: sources: ids of the sources
// column: fact: id of the fact; query 'fact' tells all of it
MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE (member.id = $party OR $inside = true)
WITH collect(member.id) AS scope
UNWIND scope AS id
MATCH (p:Entity {id: id})-[e:AGREEMENT]-(q:Entity)
// An agreement inside the scope is met from both ends and listed from one.
WHERE (NOT q.id IN scope OR p.id < q.id)
RETURN p.name AS party, q.name AS partner, e.date AS date, e.until AS until, e.status AS status, e.title AS title,
       e.amount AS amount, e.unit AS unit, e.sources AS sources, e.id AS fact
ORDER BY CASE WHEN p.id = $party THEN 0 ELSE 1 END, coalesce(e.starts_from, '9999'), partner, fact

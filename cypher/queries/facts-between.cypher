// name: facts-between
// purpose: All facts between two parties, the earliest first and the undated last
// parameter: first (party, required): one party
// parameter: second (party, required): the other
// parameter: inside (boolean, default no): yes adds the facts of what lies in the two
// column: date: when
// column: type: what kind of tie
// column: party: the first party, or what lies in it
// column: partner: the second party, or what lies in it
// column: title: what the fact is
// column: until: up to when
// column: status: signed, active, planned, proposed, suspended, ended or unknown
// column: amount: how much or how many
// column: unit: of what
// column: sources: ids of the sources
// column: fact: id of the fact
MATCH (:Entity {id: $first})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE (member.id = $first OR $inside = true)
WITH collect(member.id) AS firsts
MATCH (:Entity {id: $second})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE (member.id = $second OR $inside = true)
WITH firsts, collect(member.id) AS seconds
UNWIND firsts AS id
MATCH (p:Entity {id: id})-[e]-(q:Entity)
// Where one of the two lies in the other, a fact may be met from both ends.
WHERE type(e) <> 'LOCATED_IN' AND q.id IN seconds
  AND (NOT (p.id IN seconds AND q.id IN firsts) OR p.id < q.id)
RETURN e.date AS date, type(e) AS type, p.name AS party, q.name AS partner, e.title AS title, e.until AS until,
       e.status AS status, e.amount AS amount, e.unit AS unit, e.sources AS sources, e.id AS fact
ORDER BY coalesce(e.starts_from, '9999'), type, party, partner, fact

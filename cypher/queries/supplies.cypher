// name: supplies
// purpose: Who supplies whom with what
// parameter: party (party, optional): only what this party, or what lies in it, delivers or receives
// parameter: goods (text, optional): only what has this word in its title, such as tractor
// column: supplier: who delivers
// column: customer: who receives
// column: goods: what
// column: amount: how much
// column: unit: of what
// column: date: when, or from when
// column: until: up to when
// column: status: active, signed, planned or proposed
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e:SUPPLIES]->(b:Entity)
WHERE e.withdrawn_at IS NULL AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
  AND ($goods IS NULL OR toLower(e.title) CONTAINS toLower($goods) OR toLower(e.unit) CONTAINS toLower($goods))
RETURN a.name AS supplier, b.name AS customer, e.title AS goods, e.amount AS amount, e.unit AS unit, e.date AS date,
       e.until AS until, e.status AS status, e.sources AS sources
ORDER BY supplier, customer, coalesce(date, '9999'), e.id

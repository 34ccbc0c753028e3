// name: supplies
// purpose: Who supplies whom with what
// parameter: party (party, optional): only what this party, or what lies in it, delivers or receives
// parameter: goods (text, optional): only what has this word in its title, such as tractor
// parameter: as_of (period, optional): only of this time, such as 2023 or 2015/2019
// column: supplier: who delivers
// column: customer: who receives
// column: goods: what
// column: amount: how much
// column: unit: of what
// column: date: when, or from when
// column: until: up to when
// column: certain: yes; perhaps, where nobody says whether it was then; planned or proposed, where it has not happened
// column: status: active, signed, planned or proposed
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e:SUPPLIES]->(b:Entity)
WHERE ($party IS NULL OR a.id IN scope OR b.id IN scope)
  AND ($goods IS NULL OR toLower(e.title) CONTAINS toLower($goods) OR toLower(e.unit) CONTAINS toLower($goods))
  AND ($as_of_last IS NULL OR e.starts_from IS NULL OR e.starts_from <= $as_of_last)
  AND ($as_of_first IS NULL OR e.ends_by IS NULL OR e.ends_by >= $as_of_first)
RETURN a.name AS supplier, b.name AS customer, e.title AS goods, e.amount AS amount, e.unit AS unit, e.date AS date,
       e.until AS until,
       CASE
         WHEN e.status IN ['planned', 'proposed', 'suspended'] THEN e.status
         WHEN $as_of_last IS NULL THEN 'yes'
         WHEN e.starts_by <= $as_of_last AND (e.ends_from IS NULL OR e.ends_from >= $as_of_first) THEN 'yes'
         ELSE 'perhaps'
       END AS certain,
       e.status AS status, e.sources AS sources
ORDER BY supplier, customer, coalesce(e.starts_from, '9999'), e.id

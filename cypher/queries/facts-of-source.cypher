// name: facts-of-source
// purpose: Everything that a source supports, with all that stands in it: a footnote's facts, or a whole book's
// parameter: source (text, required): id of a source, such as fn-036; query 'sources' lists them
// column: type: what kind of tie
// column: party: one side
// column: partner: the other side
// column: title: what the fact is
// column: date: when
// column: until: up to when
// column: status: signed, active, planned, proposed, suspended, ended or unknown
// column: amount: how much or how many
// column: unit: of what
// column: section: where in the source
// column: cited: the source, or those that stand in it, which the fact cites
// column: fact: id of the fact
MATCH (s:Source)
OPTIONAL MATCH (whole:Source {id: s.part_of})
WITH s, whole
WHERE s.id = $source OR s.part_of = $source OR whole.part_of = $source
WITH collect(s.id) AS meant
MATCH (a:Entity)-[e]->(b:Entity)
WHERE type(e) <> 'LOCATED_IN' AND any(id IN e.sources WHERE id IN meant)
RETURN type(e) AS type, a.name AS party, b.name AS partner, e.title AS title, e.date AS date, e.until AS until,
       e.status AS status, e.amount AS amount, e.unit AS unit, e.section AS section,
       [id IN e.sources WHERE id IN meant] AS cited, e.id AS fact
ORDER BY type, party, partner, coalesce(e.starts_from, '9999'), fact

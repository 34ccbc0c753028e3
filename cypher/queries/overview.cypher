// name: overview
// purpose: What the graph holds: facts of each type, how many are real or only planned, from when to when
// column: type: what kind of tie
// column: facts: number of facts
// column: signed_or_active: of these
// column: planned: of these
// column: proposed: of these
// column: ended_or_unknown: of these
// column: dated: number with a date
// column: first: earliest date
// column: latest: latest date
MATCH (:Entity)-[e]->(:Entity)
WHERE type(e) <> 'LOCATED_IN'
RETURN type(e) AS type, count(e) AS facts,
       sum(CASE WHEN e.status IN ['signed', 'active'] THEN 1 ELSE 0 END) AS signed_or_active,
       sum(CASE WHEN e.status = 'planned' THEN 1 ELSE 0 END) AS planned,
       sum(CASE WHEN e.status = 'proposed' THEN 1 ELSE 0 END) AS proposed,
       sum(CASE WHEN e.status IN ['signed', 'active', 'planned', 'proposed'] THEN 0 ELSE 1 END) AS ended_or_unknown,
       count(e.date) AS dated, min(CASE WHEN e.starts_from IS NOT NULL THEN e.date END) AS first,
       max(CASE WHEN e.starts_from IS NOT NULL THEN e.date END) AS latest
ORDER BY facts DESC, type

// name: action-plans
// purpose: Action plans and other agreements for a fixed time, with the earlier agreements that they carry out
// parameter: party (party, optional): only those of this party and of what lies in it
// column: party: one side
// column: partner: the other side
// column: plan: what the plan is
// column: date: when it was signed
// column: until: when it ends
// column: status: signed, planned, proposed or ended
// column: carries_out: earlier agreements of the same two without an end, date first
// column: sources: ids of the plan's sources
// column: fact: id of the plan
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[plan:AGREEMENT]->(b:Entity)
WHERE ($party IS NULL OR a.id IN scope OR b.id IN scope)
  AND (plan.until IS NOT NULL OR toLower(plan.title) CONTAINS 'action plan' OR toLower(plan.title) CONTAINS 'roadmap')
OPTIONAL MATCH (a)-[base:AGREEMENT]-(b)
// An amount says that the row stands for several agreements that are only counted.
WHERE base.until IS NULL AND base.amount IS NULL AND base.id <> plan.id
  AND base.status IN ['signed', 'active'] AND base.starts_from <= coalesce(plan.starts_by, plan.ends_by)
  AND NOT toLower(base.title) CONTAINS 'action plan' AND NOT toLower(base.title) CONTAINS 'roadmap'
WITH scope, a, b, plan, base ORDER BY coalesce(base.starts_from, '9999'), base.id
WITH scope, a, b, plan, coalesce(plan.starts_from, plan.ends_by, '9999') AS begins,
     collect(base.date + ': ' + coalesce(base.title, base.id)) AS carries_out
RETURN CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       plan.title AS plan, plan.date AS date, plan.until AS until, plan.status AS status, carries_out,
       plan.sources AS sources, plan.id AS fact
ORDER BY party, partner, begins, fact

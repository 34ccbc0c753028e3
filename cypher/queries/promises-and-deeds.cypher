// name: promises-and-deeds
// purpose: What was planned or proposed between two parties while nothing of that type was ever signed or carried out
// parameter: party (party, optional): only promises of this party and of what lies in it
// column: party: one side
// column: partner: the other side
// column: type: what kind of tie was promised
// column: status: planned or proposed
// column: date: when it was promised
// column: until: when it is due
// column: title: what was promised
// column: other_deeds: number of facts of other types that were signed or carried out between the two
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[promise]->(b:Entity)
WHERE promise.withdrawn_at IS NULL AND promise.status IN ['planned', 'proposed'] AND type(promise) <> 'LOCATED_IN'
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
OPTIONAL MATCH (a)-[deed]-(b)
WHERE deed.withdrawn_at IS NULL AND deed.status IN ['signed', 'active', 'ended'] AND type(deed) <> 'LOCATED_IN'
WITH scope, a, b, promise, count(deed) AS other_deeds,
     sum(CASE WHEN type(deed) = type(promise) THEN 1 ELSE 0 END) AS kept
WHERE kept = 0
RETURN CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       type(promise) AS type, promise.status AS status, promise.date AS date, promise.until AS until,
       promise.title AS title, other_deeds, promise.sources AS sources, promise.id AS fact
ORDER BY party, partner, type, coalesce(date, '9999'), fact

// name: running-out
// purpose: Agreements and plans that run out in a year or another period
// parameter: ended (period, required): such as 2023, 2023-06 or 2020/2023
// parameter: party (party, optional): only those of this party and of what lies in it
// column: until: the last time at which it holds, or when it is due; empty where it has ended and nobody says when
// column: certain: yes; perhaps, where it may as well have ended at another time
// column: type: AGREEMENT, or what is planned or proposed
// column: party: one side
// column: partner: the other side
// column: title: what it is
// column: date: when it was signed or decided
// column: status: signed, planned, proposed or ended
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e]->(b:Entity)
// What holds until somebody says otherwise has no day from which it may have ended. The end of a supply or a turnover is
// the end of what was counted, not of a promise.
WHERE type(e) <> 'LOCATED_IN' AND e.status <> 'suspended'
  AND e.ends_from <= $ended_last AND (e.ends_by IS NULL OR e.ends_by >= $ended_first)
  AND (type(e) = 'AGREEMENT' OR (e.status IN ['planned', 'proposed'] AND e.until IS NOT NULL))
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
RETURN e.until AS until,
       CASE WHEN e.ends_from >= $ended_first AND e.ends_by <= $ended_last THEN 'yes' ELSE 'perhaps' END AS certain,
       type(e) AS type,
       CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       e.title AS title, e.date AS date, e.status AS status, e.sources AS sources, e.id AS fact
ORDER BY type, coalesce(e.ends_by, '9999'), party, partner, fact

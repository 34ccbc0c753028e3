// name: agreements-in-force
// purpose: Signed agreements that hold on a day: begun by then and not yet run out
// parameter: as_of (period, required): a day; 2021 means its last day, 31 December 2021
// parameter: party (party, optional): only agreements of this party and of what lies in it
// column: party: one side
// column: partner: the other side
// column: date: when it was signed
// column: until: the last time at which it still held; empty where nobody says
// column: certain: yes; perhaps, where it depends on the days on which it began and ended, which nobody knows
// column: title: what it is
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e:AGREEMENT]->(b:Entity)
WHERE NOT e.status IN ['planned', 'proposed', 'suspended']
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
  AND (e.starts_from IS NULL OR e.starts_from <= $as_of_last) AND (e.ends_by IS NULL OR e.ends_by >= $as_of_last)
RETURN CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       e.date AS date, e.until AS until,
       CASE
         WHEN e.starts_by <= $as_of_last AND (e.ends_from IS NULL OR e.ends_from >= $as_of_last) THEN 'yes'
         ELSE 'perhaps'
       END AS certain,
       e.title AS title, e.sources AS sources, e.id AS fact
ORDER BY coalesce(e.starts_from, '9999'), party, partner, fact

// name: agreements-in-force
// purpose: Signed agreements that hold on a day: begun by then and not yet run out
// parameter: day (date, required): a day; 2021 means its last day, 31 December 2021
// parameter: party (party, optional): only agreements of this party and of what lies in it
// column: party: one side
// column: partner: the other side
// column: date: when it was signed
// column: until: end of its validity; 2023 means all of 2023; empty where none is known
// column: certain: yes; perhaps, where all that is known is the month or year in which the day falls; undated, where only its source is older
// column: title: what it is
// column: sources: ids of the sources
// column: fact: id of the fact
// Dates are texts, and 2021 comes before 2021-03, so a date not after the day is one whose first day is not after it.
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope,
     CASE size($day)
       WHEN 4 THEN $day + '-12-31'
       WHEN 7 THEN toString(date($day + '-01') + duration({months: 1}) - duration({days: 1}))
       ELSE $day
     END AS moment
MATCH (a:Entity)-[e:AGREEMENT]->(b:Entity)
WHERE e.withdrawn_at IS NULL AND NOT e.status IN ['planned', 'proposed']
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
  // Ended, and nobody says when: it cannot be said to hold.
  AND (e.status <> 'ended' OR e.until IS NOT NULL)
  // The last day of 2023 is 2023-12-31, of 2023-02 at most 2023-02-31.
  AND (e.until IS NULL OR e.until + CASE size(e.until) WHEN 4 THEN '-12-31' WHEN 7 THEN '-31' ELSE '' END >= moment)
OPTIONAL MATCH (s:Source)
WHERE e.date IS NULL AND s.id IN e.sources
WITH scope, moment, a, b, e, min(s.year) AS vouched
WHERE coalesce(e.date, toString(vouched)) <= moment
RETURN CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       e.date AS date, e.until AS until,
       CASE
         WHEN e.date IS NULL THEN 'undated'
         WHEN size($day) > size(e.date) AND substring($day, 0, size(e.date)) = e.date THEN 'perhaps'
         ELSE 'yes'
       END AS certain,
       e.title AS title, e.sources AS sources, e.id AS fact
ORDER BY coalesce(e.date, '9999'), party, partner, fact

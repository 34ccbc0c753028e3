// name: turnover
// purpose: Trade turnover of a place by period, with each partner
// parameter: place (party, required): a country or region
// parameter: inside (boolean, default no): yes adds the turnover of what lies in the place
// parameter: as_of (period, optional): only of this time, such as 2023 or 2015/2019; a turnover of 2022 is none of 2023
// column: place: whose turnover
// column: partner: with whom
// column: since: beginning of the period
// column: until: end of the period
// column: certain: yes; perhaps, where nobody says whether it was then; planned or proposed, where it is only expected
// column: amount: the turnover
// column: unit: its currency
// column: title: what is counted
// column: sources: ids of the sources
MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE (member.id = $place OR $inside = true)
WITH collect(member.id) AS scope
UNWIND scope AS id
MATCH (p:Entity {id: id})-[e:TRADE]-(q:Entity)
WHERE (NOT q.id IN scope OR p.id < q.id)
  AND ($as_of_last IS NULL OR e.starts_from IS NULL OR e.starts_from <= $as_of_last)
  AND ($as_of_first IS NULL OR e.ends_by IS NULL OR e.ends_by >= $as_of_first)
RETURN p.name AS place, q.name AS partner, e.date AS since, e.until AS until,
       CASE
         WHEN e.status IN ['planned', 'proposed', 'suspended'] THEN e.status
         WHEN $as_of_last IS NULL THEN 'yes'
         WHEN e.starts_by <= $as_of_last AND (e.ends_from IS NULL OR e.ends_from >= $as_of_first) THEN 'yes'
         ELSE 'perhaps'
       END AS certain,
       e.amount AS amount, e.unit AS unit,
       e.title AS title, e.sources AS sources
ORDER BY place, partner, coalesce(e.starts_from, '9999'), coalesce(e.ends_by, '9999'), e.id

// name: turnover
// purpose: Trade turnover of a place by period, with each partner
// parameter: place (party, required): a country or region
// parameter: inside (text, default no): yes adds the turnover of what lies in the place
// column: place: whose turnover
// column: partner: with whom
// column: since: beginning of the period
// column: until: end of the period
// column: amount: the turnover
// column: unit: its currency
// column: title: what is counted
// column: sources: ids of the sources
MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL) AND (member.id = $place OR toLower($inside) = 'yes')
WITH collect(member.id) AS scope
UNWIND scope AS id
MATCH (p:Entity {id: id})-[e:TRADE]-(q:Entity)
WHERE e.withdrawn_at IS NULL AND (NOT q.id IN scope OR p.id < q.id)
RETURN p.name AS place, q.name AS partner, e.date AS since, e.until AS until, e.amount AS amount, e.unit AS unit,
       e.title AS title, e.sources AS sources
ORDER BY place, partner, coalesce(e.date, '9999'), coalesce(e.until, '9999'), e.id

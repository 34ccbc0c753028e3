// name: investments
// purpose: Investment flows, credits and counts of firms with foreign capital
// parameter: party (party, optional): only those from or into this party and what lies in it
// column: investor: whose capital
// column: place: where it goes
// column: title: what it is
// column: amount: how much, or how many firms
// column: unit: USD, companies and the like
// column: date: when, or from when
// column: until: up to when
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (a:Entity)-[e:INVESTMENT]->(b:Entity)
WHERE ($party IS NULL OR a.id IN scope OR b.id IN scope)
RETURN a.name AS investor, b.name AS place, e.title AS title, e.amount AS amount, e.unit AS unit, e.date AS date,
       e.until AS until, e.sources AS sources
ORDER BY place, investor, coalesce(e.starts_from, '9999'), e.id

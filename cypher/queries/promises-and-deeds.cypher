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
// column: other_deeds: number of facts of other types that were signed or carried out between the two or in them
// column: taken_up_by: later plans that take the promise up and are not carried out either
// column: sources: ids of the sources
// column: fact: id of the fact
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
// A promise is kept, first, by a fact that says so itself, whoever its parties are.
OPTIONAL MATCH (:Entity)-[answer]->(:Entity)
WHERE answer.carries_out IS NOT NULL
WITH scope, answer ORDER BY answer.id
WITH scope, collect({promises: answer.carries_out, title: answer.title,
                     done: answer.status IN ['signed', 'active', 'ended']}) AS told
WITH scope, [answer IN told WHERE answer.promises IS NOT NULL] AS answers
MATCH (a:Entity)-[promise]->(b:Entity)
WHERE promise.status IN ['planned', 'proposed'] AND type(promise) <> 'LOCATED_IN'
  AND ($party IS NULL OR a.id IN scope OR b.id IN scope)
  AND none(answer IN answers WHERE answer.done AND promise.id IN answer.promises)
WITH scope, answers, a, b, collect(promise) AS promises
// Or by a deed of the same type between the two: a firm that builds there keeps what its country promised.
OPTIONAL MATCH (a)<-[up:LOCATED_IN*0..6]-(one:Entity)-[deed]-(other:Entity)-[down:LOCATED_IN*0..6]->(b)
WHERE deed.status IN ['signed', 'active', 'ended'] AND type(deed) <> 'LOCATED_IN'
WITH scope, answers, a, b, promises, collect(DISTINCT deed) AS deeds
UNWIND promises AS promise
WITH scope, answers, a, b, deeds, promise
WHERE none(deed IN deeds WHERE type(deed) = type(promise))
RETURN CASE WHEN $party IS NULL OR a.id IN scope THEN a.name ELSE b.name END AS party,
       CASE WHEN $party IS NULL OR a.id IN scope THEN b.name ELSE a.name END AS partner,
       type(promise) AS type, promise.status AS status, promise.date AS date, promise.until AS until,
       promise.title AS title, size(deeds) AS other_deeds,
       [answer IN answers WHERE promise.id IN answer.promises | answer.title] AS taken_up_by,
       promise.sources AS sources, promise.id AS fact
ORDER BY party, partner, type, coalesce(promise.starts_from, '9999'), fact

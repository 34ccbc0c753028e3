// name: participation
// purpose: Who took part in an event, and as what
// parameter: event (party, required): an event, such as "Fifth Forum of Regions of Belarus and Russia"
// column: participant: who
// column: kind: country, region, city, enterprise ...
// column: lies_in: where the participant lies
// column: date: when
// column: role: what it did there
// column: amount: how many, where several are counted
// column: unit: of what
// column: status: active; planned or proposed where it is only expected
// column: sources: ids of the sources
MATCH (:Entity {id: $event})<-[e:PARTICIPATION]-(p:Entity)
OPTIONAL MATCH (home:Entity {id: p.located_in})
RETURN p.name AS participant, [label IN labels(p) WHERE label <> 'Entity'][0] AS kind, home.name AS lies_in,
       e.date AS date, e.title AS role, e.amount AS amount, e.unit AS unit, e.status AS status, e.sources AS sources
ORDER BY kind, participant, e.id

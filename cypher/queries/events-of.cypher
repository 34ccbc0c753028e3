// name: events-of
// purpose: Forums, fairs and meetings that a party, or what lies in it, took part in or hosted
// parameter: party (party, required): a country, region, town, enterprise or institution
// parameter: inside (boolean, default yes): no leaves out what lies in the party
// column: date: when
// column: event: which
// column: place: where it was held
// column: participant: the party, or what lies in it
// column: role: what it did there
// column: status: active; planned or proposed where it is only expected
// column: sources: ids of the sources
MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE (member.id = $party OR $inside = true)
MATCH (member)-[e:PARTICIPATION]->(event:Entity)
OPTIONAL MATCH (held:Entity {id: event.located_in})
RETURN e.date AS date, event.name AS event, held.name AS place, member.name AS participant, e.title AS role,
       e.status AS status, e.sources AS sources
ORDER BY coalesce(e.starts_from, '9999'), event, participant, e.id

// name: construction
// purpose: Who builds, or is to build, what and where
// parameter: contractor (party, optional): only what this party builds
// parameter: place (party, optional): only in this place and in all that lies in it
// column: contractor: who builds
// column: place: where
// column: lies_in: where that place lies
// column: title: what is built
// column: amount: how much or how many
// column: unit: of what
// column: date: when
// column: until: by when
// column: status: active, planned or proposed
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (p:Entity)-[e:CONSTRUCTION]->(site:Entity)
WHERE ($contractor IS NULL OR p.id = $contractor) AND ($place IS NULL OR site.id IN scope)
OPTIONAL MATCH (container:Entity {id: site.located_in})
RETURN p.name AS contractor, site.name AS place, container.name AS lies_in, e.title AS title, e.amount AS amount,
       e.unit AS unit, e.date AS date, e.until AS until, e.status AS status, e.sources AS sources
ORDER BY coalesce(lies_in, ''), place, contractor, coalesce(e.starts_from, '9999'), e.id

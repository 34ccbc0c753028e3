// name: dealers
// purpose: Dealers, trading houses, service centres and shops of an enterprise, or in a place
// parameter: enterprise (party, optional): only this firm's
// parameter: place (party, optional): only those in this place and in all that lies in it
// column: firm: whose goods are sold or serviced
// column: place: where
// column: lies_in: where that place lies
// column: since: first known date
// column: status: active, signed, planned or proposed
// column: title: what it is
// column: amount: how many, where several are counted
// column: unit: of what
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope
MATCH (firm:Entity)-[e:DEALERSHIP]->(site:Entity)
WHERE e.withdrawn_at IS NULL AND ($enterprise IS NULL OR firm.id = $enterprise) AND ($place IS NULL OR site.id IN scope)
OPTIONAL MATCH (container:Entity {id: site.located_in})
RETURN firm.name AS firm, site.name AS place, container.name AS lies_in, e.date AS since, e.status AS status,
       e.title AS title, e.amount AS amount, e.unit AS unit, e.sources AS sources
ORDER BY firm, place, coalesce(since, '9999'), e.id

// name: dealers
// purpose: Dealers, trading houses, service centres and shops of an enterprise, or in a place
// parameter: enterprise (party, optional): only this maker's, or only this dealer
// parameter: place (party, optional): only those in this place and in all that lies in it
// column: firm: whose goods are sold or serviced; a country where the makers are not named
// column: dealer: the dealer, where it is named
// column: place: where
// column: lies_in: where that place lies
// column: since: first known date
// column: status: active, signed, planned or proposed
// column: title: what it is
// column: amount: how many, where several are counted
// column: unit: of what
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (firm:Entity)-[e:DEALERSHIP]->(site:Entity)
WHERE ($place IS NULL OR site.id IN scope)
  AND ($enterprise IS NULL OR firm.id = $enterprise OR site.id = $enterprise)
OPTIONAL MATCH (container:Entity {id: site.located_in})
OPTIONAL MATCH (wider:Entity {id: container.located_in})
WITH firm, e, site, container, wider, site:Enterprise AS is_dealer
RETURN firm.name AS firm, CASE WHEN is_dealer THEN site.name END AS dealer,
       CASE WHEN is_dealer THEN container.name ELSE site.name END AS place,
       CASE WHEN is_dealer THEN wider.name ELSE container.name END AS lies_in, e.date AS since, e.status AS status,
       e.title AS title, e.amount AS amount, e.unit AS unit, e.sources AS sources
ORDER BY firm, place, coalesce(e.starts_from, '9999'), e.id

// name: partners-of-partners
// purpose: Whom a party's partners work with and it does not yet: candidates for a new partnership
// parameter: party (party, required): for whom
// parameter: countries (boolean, default no): yes counts common partners that are whole countries
// parameter: limit (integer, default 25): rows at most
// column: candidate: not yet a partner
// column: kind: region, city, enterprise ...
// column: lies_in: where the candidate lies
// column: shared: number of partners in common
// column: through: these partners
MATCH (:Entity {id: $party})-[e]-(via:Entity)
WHERE type(e) <> 'LOCATED_IN'
WITH collect(DISTINCT via.id) AS known
UNWIND known AS id
MATCH (via:Entity {id: id})-[e]-(other:Entity)
WHERE type(e) <> 'LOCATED_IN' AND ($countries = true OR NOT via:Country)
  AND other.id <> $party AND NOT other.id IN known AND NOT (other:Event OR other:Programme OR other:Country)
WITH DISTINCT other, via ORDER BY via.name, via.id
WITH other, count(via) AS shared, collect(via.name) AS through
OPTIONAL MATCH (home:Entity {id: other.located_in})
RETURN other.name AS candidate, [label IN labels(other) WHERE label <> 'Entity'][0] AS kind, home.name AS lies_in,
       shared, through
ORDER BY shared DESC, candidate, other.id
LIMIT $limit

// name: regions-without-agreement
// purpose: Regions of a country, of those in the graph, without a signed agreement with a party or its places
// parameter: country (party, required): whose regions, such as Russia
// parameter: partner (party, required): without an agreement with whom, such as Brest Region
// column: region: the region
// column: lies_in: where it lies
// column: inside: number of agreements and twinnings of what lies in the region with the partner's side
// column: proposed: number of agreements planned or proposed
// column: other_ties: number of other facts between the two sides
MATCH (:Entity {id: $partner})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS side
MATCH (:Entity {id: $country})<-[way:LOCATED_IN*1..6]-(r:Region)
WHERE NOT r.id IN side
MATCH (r)<-[down:LOCATED_IN*0..6]-(x:Entity)
OPTIONAL MATCH (x)-[e]-(y:Entity)
WHERE type(e) <> 'LOCATED_IN' AND y.id IN side
WITH r, e, y, x,
     type(e) = 'AGREEMENT' AND x.id = r.id AND NOT (y:Enterprise OR y:Institution) AS own
WITH r, e, own, e.status IN ['planned', 'proposed'] AS promised
WITH r,
     sum(CASE WHEN own AND NOT promised THEN 1 ELSE 0 END) AS agreements,
     sum(CASE WHEN own AND promised THEN 1 ELSE 0 END) AS proposed,
     sum(CASE WHEN NOT own AND NOT promised AND type(e) IN ['AGREEMENT', 'TWINNING'] THEN 1 ELSE 0 END) AS inside,
     count(e) AS ties
WHERE agreements = 0
OPTIONAL MATCH (container:Entity {id: r.located_in})
RETURN r.name AS region, container.name AS lies_in, inside, proposed, ties - inside - proposed AS other_ties
ORDER BY coalesce(lies_in, ''), region, r.id

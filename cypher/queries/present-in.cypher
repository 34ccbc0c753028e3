// name: present-in
// purpose: Who from outside is present in a place: assembly plants, dealers, ventures, building, supplies, capital
// parameter: place (party, required): a country, region, district or town
// column: party: who
// column: home: where it comes from
// column: type: in what way
// column: title: what it does there
// column: place: where exactly: a place, a dealer, a plant or a venture
// column: since: first known date
// column: status: active, signed, planned, proposed or ended
// column: sources: ids of the sources
MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
UNWIND scope AS id
MATCH (site:Entity {id: id})-[e:ASSEMBLY_PLANT|DEALERSHIP|JOINT_VENTURE|CONSTRUCTION|SUPPLIES|INVESTMENT]-(p:Entity)
WHERE NOT p.id IN scope
  // A venture lies in its host and points to the partner's side; all else points to where it is present.
  AND CASE WHEN type(e) = 'JOINT_VENTURE' THEN startNode(e).id = id ELSE endNode(e).id = id END
OPTIONAL MATCH (home:Entity {id: p.located_in})
RETURN p.name AS party, coalesce(home.name, p.country) AS home, type(e) AS type, e.title AS title, site.name AS place,
       e.date AS since, e.status AS status, e.sources AS sources
ORDER BY party, type, coalesce(e.starts_from, '9999'), e.id

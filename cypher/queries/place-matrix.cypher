// name: place-matrix
// purpose: How many facts tie each place of a type, with all that lies in it, to each part of another country
// parameter: within (text, required): a type of places, such as Region or District
// parameter: country (party, required): the other country, such as Belarus
// column: place: a place of this type
// column: part: a region or city that lies in no region of the other country, or the country itself
// column: facts: facts with that part and what lies in it; for the country itself, those with it as a whole or with a party whose region is not known
// column: total: facts of the place with the whole country
MATCH (land:Entity {id: $country})
MATCH (one:Entity)
WHERE any(label IN labels(one) WHERE toLower(label) = toLower($within))
MATCH (one)<-[way:LOCATED_IN*0..6]-(x:Entity)
OPTIONAL MATCH (x)-[e]-(y:Entity)
WHERE type(e) <> 'LOCATED_IN' AND y.country = land.country
OPTIONAL MATCH (y)-[up:LOCATED_IN*0..6]->(part:Entity {located_in: $country})
WITH one, collect(CASE
  WHEN e IS NULL THEN null
  WHEN part:Region OR part:City THEN part.id
  ELSE $country
END) AS met
MATCH (side:Entity)
WHERE (side.id = $country OR (side.located_in = $country AND (side:Region OR side:City)))
RETURN one.name AS place,
       side.name AS part,
       size([id IN met WHERE id = side.id]) AS facts,
       size(met) AS total
ORDER BY place, one.id, CASE WHEN side.id = $country THEN 0 ELSE 1 END, part, side.id

// name: federal-district-matrix
// purpose: How many facts tie each federal district of Russia, with all that lies in it, to each region of Belarus
// column: federal_district: of Russia
// column: belarus: facts with the country as a whole, or with a party whose region is not known
// column: minsk_city: facts with Minsk and what lies in it
// column: brest: facts with Brest Region and what lies in it, as in the columns that follow
// column: vitebsk: Vitebsk Region
// column: gomel: Gomel Region
// column: grodno: Grodno Region
// column: minsk_region: Minsk Region
// column: mogilev: Mogilev Region
// column: total: all of these
MATCH (district:FederalDistrict)<-[way:LOCATED_IN*0..6]-(x:Entity)
WHERE district.withdrawn_at IS NULL AND all(step IN way WHERE step.withdrawn_at IS NULL)
OPTIONAL MATCH (x)-[e]-(y:Entity)
WHERE e.withdrawn_at IS NULL AND type(e) <> 'LOCATED_IN' AND y.country = 'BY'
OPTIONAL MATCH (y)-[up:LOCATED_IN*0..6]->(part:Entity {located_in: 'country:belarus'})
WHERE all(step IN up WHERE step.withdrawn_at IS NULL)
WITH district, collect(CASE
  WHEN e IS NULL THEN null
  WHEN part:Region OR part:City THEN part.id
  ELSE 'country:belarus'
END) AS met
RETURN district.name AS federal_district,
       size([id IN met WHERE id = 'country:belarus']) AS belarus,
       size([id IN met WHERE id = 'city:minsk']) AS minsk_city,
       size([id IN met WHERE id = 'region:brest-region']) AS brest,
       size([id IN met WHERE id = 'region:vitebsk-region']) AS vitebsk,
       size([id IN met WHERE id = 'region:gomel-region']) AS gomel,
       size([id IN met WHERE id = 'region:grodno-region']) AS grodno,
       size([id IN met WHERE id = 'region:minsk-region']) AS minsk_region,
       size([id IN met WHERE id = 'region:mogilev-region']) AS mogilev,
       size(met) AS total
ORDER BY federal_district

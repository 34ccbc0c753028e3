// name: regional-agreements
// purpose: With which regions a region has agreements, its own and those of its towns and districts
// parameter: region (party, required): a region
// column: partner: the other region; a country where the source only counts agreements with it
// column: lies_in: where the partner lies
// column: agreements: number of agreements of the region itself with the partner
// column: stated: what the source counts without naming each
// column: signed: dates of these agreements
// column: inside: agreements and twinnings of towns and districts of the two, with their dates
// column: sources: ids of the sources
MATCH (region:Entity {id: $region})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
UNWIND scope AS id
MATCH (p:Entity {id: id})-[e:AGREEMENT|TWINNING]-(q:Entity)
WHERE NOT e.status IN ['planned', 'proposed'] AND NOT q.id IN scope
  AND NOT (p:Enterprise OR p:Institution OR p:Programme OR q:Enterprise OR q:Institution OR q:Programme)
OPTIONAL MATCH (q)-[up:LOCATED_IN*0..6]->(above:Region)
// A district of a city that belongs to no region, as a capital's may be, counts for the city.
OPTIONAL MATCH (town:City {id: q.located_in})
WITH p, e, q, coalesce(above, town, q) AS other,
     p.id = $region AND NOT (q:City OR q:District OR q:Settlement) AND type(e) = 'AGREEMENT' AS own
OPTIONAL MATCH (container:Entity {id: other.located_in})
WITH p, e, q, other, own, container ORDER BY coalesce(e.starts_from, '9999'), p.name, q.name, e.id
WITH other, container,
     sum(CASE WHEN own AND e.amount IS NULL THEN 1 ELSE 0 END) AS agreements,
     collect(CASE WHEN own AND e.amount IS NOT NULL THEN e.title + ': ' + toString(toInteger(e.amount)) + ' '
       + coalesce(e.unit, '') END) AS stated,
     collect(CASE WHEN own AND e.amount IS NULL THEN e.date END) AS signed,
     collect(CASE WHEN NOT own THEN p.name + ' - ' + q.name
       + CASE type(e) WHEN 'TWINNING' THEN ', twins' ELSE ', agreement' END + coalesce(' ' + e.date, '') END) AS inside,
     collect(e.sources) AS cited
RETURN other.name AS partner, container.name AS lies_in, agreements, stated, signed, inside,
       reduce(all_of = [], list IN cited | all_of + [s IN list WHERE NOT s IN all_of]) AS sources
ORDER BY CASE WHEN agreements > 0 THEN 0 ELSE 1 END, partner, other.id

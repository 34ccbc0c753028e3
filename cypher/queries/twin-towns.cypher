// name: twin-towns
// purpose: Twin towns and partner districts of a place and of all that lies in it, with the year each twinning began
// parameter: place (party, required): a country, region, district or town
// column: place: the town or district that lies in the place asked for
// column: twin: its twin
// column: twin_lies_in: where the twin lies
// column: since: when the twinning began
// column: renewed: later dates stated for the twinning
// column: agreements: dates of the agreements between the two; none is taken for a renewal
// column: status: what is known of its state
// column: sources: ids of the sources
MATCH (asked:Entity {id: $place})
MATCH (town:Entity)-[way:LOCATED_IN*0..6]->(asked)
MATCH (town)-[t:TWINNING]-(twin:Entity)
// The earliest of several twinnings of the same two comes first; an undated one comes last.
WITH town, twin, t ORDER BY coalesce(t.starts_from, '9999'), t.id
WITH town, twin, collect(t) AS twinnings
WITH town, twin, twinnings[0] AS first,
     [later IN twinnings[1..] WHERE later.starts_from > twinnings[0].starts_by | later.date] AS renewed
OPTIONAL MATCH (container:Entity {id: twin.located_in})
OPTIONAL MATCH (town)-[agreement:AGREEMENT]-(twin)
WHERE agreement.status IN ['signed', 'active', 'ended']
WITH town, twin, container, first, renewed, agreement ORDER BY coalesce(agreement.starts_from, '9999'), agreement.id
WITH town, twin, container, first, renewed, collect(agreement.date) AS agreements
RETURN town.name AS place, twin.name AS twin, container.name AS twin_lies_in, first.date AS since, renewed, agreements,
       first.status AS status, first.sources AS sources
ORDER BY place, coalesce(first.starts_from, '9999'), twin, first.id

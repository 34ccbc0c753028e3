// name: assembly-plants
// purpose: Which enterprises assemble their machines where, since when, and whether that is real or only planned
// parameter: enterprise (party, optional): only this maker's
// parameter: place (party, optional): only those in this place and in all that lies in it
// column: firm: whose machines; a country where the makers are not named
// column: place: where they are assembled: a place, or the firm that does it
// column: lies_in: where that place or firm lies
// column: since: first known date; empty where the source gives none
// column: status: active, planned, proposed or ended
// column: title: what is made there
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $place})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
MATCH (firm:Entity)-[e:ASSEMBLY_PLANT]->(site:Entity)
WHERE ($enterprise IS NULL OR firm.id = $enterprise) AND ($place IS NULL OR site.id IN scope)
OPTIONAL MATCH (container:Entity {id: site.located_in})
RETURN firm.name AS firm, site.name AS place, container.name AS lies_in, e.date AS since, e.status AS status,
       e.title AS title, e.sources AS sources
ORDER BY firm, place, coalesce(e.starts_from, '9999'), e.id

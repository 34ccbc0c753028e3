// name: memberships
// purpose: Members, founders and residents of organisations, projects and programmes
// parameter: party (party, optional): only those of this organisation or programme, or of this member
// column: member: who
// column: organisation: of what
// column: title: as what
// column: since: first known date
// column: status: active or planned
// column: sources: ids of the sources
MATCH (a:Entity)-[e:MEMBERSHIP]->(b:Entity)
WHERE ($party IS NULL OR a.id = $party OR b.id = $party)
RETURN a.name AS member, b.name AS organisation, e.title AS title, e.date AS since, e.status AS status,
       e.sources AS sources
ORDER BY organisation, member, e.id

// name: withdrawn
// purpose: Facts that their source no longer states; every other query leaves them out
// parameter: loader (text, optional): only those of this loader
// withdrawn: included
// column: withdrawn: when the source no longer had it
// column: loader: which source's tables
// column: type: what kind of tie
// column: party: one side
// column: partner: the other side
// column: title: what the fact was
// column: date: when
// column: status: as last stated
// column: sources: ids of the sources
// column: fact: id of the fact
MATCH (a:Entity)-[e]->(b:Entity)
WHERE e.withdrawn_at IS NOT NULL AND ($loader IS NULL OR e.loader = $loader)
RETURN e.withdrawn_at AS withdrawn, e.loader AS loader, type(e) AS type, a.name AS party, b.name AS partner,
       e.title AS title, e.date AS date, e.status AS status, e.sources AS sources, e.id AS fact
ORDER BY withdrawn DESC, type, party, partner, fact

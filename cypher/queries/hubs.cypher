// name: hubs
// purpose: The parties with most partners, by plain counting; 'partnergraph rank' weighs them by other measures
// parameter: kind (text, optional): only this kind of party, such as Region, City or Enterprise
// parameter: type (text, optional): count only this type of tie, such as AGREEMENT
// parameter: limit (integer, default 25): rows at most
// column: party: who
// column: kind: country, region, city, enterprise ...
// column: lies_in: where it lies
// column: partners: number of different partners
// column: facts: number of facts
// column: real: number of facts that are more than planned or proposed
MATCH (p:Entity)-[e]-(q:Entity)
WHERE type(e) <> 'LOCATED_IN' AND ($type IS NULL OR type(e) = toUpper($type))
  AND ($kind IS NULL OR any(label IN labels(p) WHERE toLower(label) = toLower($kind)))
WITH p, count(DISTINCT q) AS partners, count(e) AS facts,
     sum(CASE WHEN e.status IN ['planned', 'proposed'] THEN 0 ELSE 1 END) AS real
OPTIONAL MATCH (home:Entity {id: p.located_in})
RETURN p.name AS party, [label IN labels(p) WHERE label <> 'Entity'][0] AS kind, home.name AS lies_in, partners, facts,
       real
ORDER BY partners DESC, facts DESC, party, p.id
LIMIT $limit

// name: parties
// purpose: Find parties by a part of their name, alias or id
// parameter: text (text, required): a part of the name, in any spelling the graph knows; upper and lower case count the same
// parameter: kind (text, optional): only this kind, such as Region, City or Enterprise
// column: party: its name
// column: kind: country, region, city, enterprise ...
// column: lies_in: where it lies
// column: aliases: other names
// column: facts: number of facts it has
// column: id: its id
MATCH (p:Entity)
WHERE (toLower(p.name) CONTAINS toLower($text) OR toLower(p.id) CONTAINS toLower($text)
    OR any(alias IN coalesce(p.aliases, []) WHERE toLower(alias) CONTAINS toLower($text)))
  AND ($kind IS NULL OR any(label IN labels(p) WHERE toLower(label) = toLower($kind)))
OPTIONAL MATCH (p)-[e]-(:Entity)
WHERE type(e) <> 'LOCATED_IN'
WITH p, count(e) AS facts
OPTIONAL MATCH (home:Entity {id: p.located_in})
RETURN p.name AS party, [label IN labels(p) WHERE label <> 'Entity'][0] AS kind, home.name AS lies_in,
       p.aliases AS aliases, facts, p.id AS id
ORDER BY facts DESC, party, id

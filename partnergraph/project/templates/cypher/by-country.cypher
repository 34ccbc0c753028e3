// name: by-country
// purpose: The countries that the parties lie in: how many parties and ties each has, and when its oldest tie began
// parameter: limit (integer, default 25): rows at most
// column: country: ISO code
// column: parties: number of different parties there that have a tie
// column: ties: number of facts with an end there
// column: oldest: the earliest beginning among them that a source dates
MATCH (p:Entity)-[e]-(:Entity)
WHERE type(e) <> 'LOCATED_IN' AND p.country IS NOT NULL
RETURN p.country AS country, count(DISTINCT p) AS parties, count(DISTINCT e) AS ties, min(CASE WHEN e.starts_from IS NOT NULL THEN e.date END) AS oldest
ORDER BY ties DESC, country
LIMIT $limit

// name: by-country
// purpose: The countries that the parties lie in: how many parties and ties each has, and when its oldest tie began
// parameter: limit (integer, default 25): rows at most
// column: country: ISO code
// column: parties: number of different parties there that have a tie
// column: ties: number of facts with an end there
// column: oldest: the earliest date among them
MATCH (p:Entity)-[e]-(:Entity)
WHERE e.withdrawn_at IS NULL AND type(e) <> 'LOCATED_IN' AND p.country IS NOT NULL
RETURN p.country AS country, count(DISTINCT p) AS parties, count(DISTINCT e) AS ties, min(e.date) AS oldest
ORDER BY ties DESC, country
LIMIT $limit

// name: facts-by-year
// purpose: How many facts of each kind fall in each year; undated facts stand in the last row
// parameter: party (party, optional): only facts of this party
// column: year: the year
// column: facts: number of facts
// column: agreements: of these, agreements
// column: twinnings: of these, twinnings
// column: supplies: of these, supplies
// column: planned_or_proposed: of these, facts that are only planned or proposed
MATCH (a:Entity)-[e]->(b:Entity)
WHERE e.withdrawn_at IS NULL AND type(e) <> 'LOCATED_IN' AND ($party IS NULL OR a.id = $party OR b.id = $party)
WITH coalesce(substring(e.date, 0, 4), 'undated') AS year, count(e) AS facts,
     sum(CASE WHEN type(e) = 'AGREEMENT' THEN 1 ELSE 0 END) AS agreements,
     sum(CASE WHEN type(e) = 'TWINNING' THEN 1 ELSE 0 END) AS twinnings,
     sum(CASE WHEN type(e) = 'SUPPLIES' THEN 1 ELSE 0 END) AS supplies,
     sum(CASE WHEN e.status IN ['planned', 'proposed'] THEN 1 ELSE 0 END) AS planned_or_proposed
RETURN year, facts, agreements, twinnings, supplies, planned_or_proposed
ORDER BY year

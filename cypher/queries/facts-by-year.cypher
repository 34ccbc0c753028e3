// name: facts-by-year
// purpose: How many facts of each kind began in each year; those of no one year, and the undated, stand in the last row
// parameter: party (party, optional): only facts of this party
// column: year: the year in which all these began, whatever the day; unknown where it may have been another
// column: facts: number of facts that are more than planned, proposed or suspended
// column: agreements: of these, agreements
// column: twinnings: of these, twinnings
// column: supplies: of these, supplies
// column: planned_or_proposed: number of facts that are only planned or proposed, beside those
// column: suspended: number of facts that are at rest, beside those
MATCH (a:Entity)-[e]->(b:Entity)
WHERE type(e) <> 'LOCATED_IN' AND ($party IS NULL OR a.id = $party OR b.id = $party)
WITH type(e) AS type, e.status IN ['planned', 'proposed'] AS planned, e.status = 'suspended' AS resting,
     CASE
       WHEN substring(e.starts_from, 0, 4) = substring(e.starts_by, 0, 4) THEN substring(e.starts_from, 0, 4)
       ELSE 'unknown'
     END AS year
RETURN year, sum(CASE WHEN planned OR resting THEN 0 ELSE 1 END) AS facts,
       sum(CASE WHEN type = 'AGREEMENT' AND NOT planned AND NOT resting THEN 1 ELSE 0 END) AS agreements,
       sum(CASE WHEN type = 'TWINNING' AND NOT planned AND NOT resting THEN 1 ELSE 0 END) AS twinnings,
       sum(CASE WHEN type = 'SUPPLIES' AND NOT planned AND NOT resting THEN 1 ELSE 0 END) AS supplies,
       sum(CASE WHEN planned THEN 1 ELSE 0 END) AS planned_or_proposed,
       sum(CASE WHEN resting THEN 1 ELSE 0 END) AS suspended
ORDER BY year

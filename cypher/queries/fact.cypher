// name: fact
// purpose: Where a fact comes from: all its fields, and all its sources with title, author, year and link
// parameter: id (text, required): id of the fact, as other queries give it in their column 'fact'
// column: field: name of the field; those of a source begin with the source's id
// column: value: what stands in it
MATCH (a:Entity)-[e]->(b:Entity)
WHERE e.id = $id
OPTIONAL MATCH (s:Source)
WHERE s.id IN e.sources
OPTIONAL MATCH (whole:Source {id: s.part_of})
WITH a, b, e, s, whole ORDER BY s.id
WITH a, b, e, collect([
  [s.id + ' title', s.title], [s.id + ' kind', s.kind], [s.id + ' author', s.author], [s.id + ' year', s.year],
  [s.id + ' link', s.url], [s.id + ' stands in', whole.title], [s.id + ' at', s.locator], [s.id + ' note', s.note]
]) AS cited
WITH [
  ['fact', e.id], ['type', type(e)], ['party', a.name], ['party id', a.id], ['partner', b.name], ['partner id', b.id],
  ['title', e.title], ['date', e.date], ['until', e.until], ['status', e.status], ['amount', e.amount],
  ['unit', e.unit], ['section', e.section], ['note', e.note], ['loader', e.loader], ['withdrawn', e.withdrawn_at]
] + reduce(lines = [], source IN cited | lines + source) AS lines
UNWIND range(0, size(lines) - 1) AS place
WITH place, lines[place] AS line
WHERE line[0] IS NOT NULL AND line[1] IS NOT NULL
RETURN line[0] AS field, line[1] AS value
ORDER BY place

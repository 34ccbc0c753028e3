// name: fact
// purpose: Where a fact comes from: all its fields, what it carries out and is carried out by, and all its sources
// parameter: id (text, required): id of the fact, as other queries give it in their column 'fact'
// withdrawn: included
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
OPTIONAL MATCH (:Entity)-[promise]->(:Entity)
WHERE promise.id IN e.carries_out AND promise.withdrawn_at IS NULL
WITH a, b, e, cited, promise ORDER BY promise.id
WITH a, b, e, cited, collect(['carries out', promise.id]) AS promises
OPTIONAL MATCH (:Entity)-[deed]->(:Entity)
WHERE e.id IN deed.carries_out AND deed.withdrawn_at IS NULL
WITH a, b, e, cited, promises, deed ORDER BY deed.id
WITH a, b, e, cited, promises, collect(['carried out by', deed.id]) AS deeds
WITH [
  ['fact', e.id], ['type', type(e)], ['party', a.name], ['party id', a.id], ['partner', b.name], ['partner id', b.id],
  ['title', e.title], ['date', e.date], ['until', e.until], ['status', e.status], ['amount', e.amount],
  ['unit', e.unit], ['section', e.section], ['note', e.note], ['loader', e.loader], ['withdrawn', e.withdrawn_at]
] + promises + deeds + reduce(lines = [], source IN cited | lines + source) AS lines
UNWIND range(0, size(lines) - 1) AS place
WITH place, lines[place] AS line
WHERE line[0] IS NOT NULL AND line[1] IS NOT NULL
RETURN line[0] AS field, line[1] AS value
ORDER BY place

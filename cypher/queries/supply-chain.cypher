// name: supply-chain
// purpose: Supply chains that begin or end at a party: plant, customer and the customer's customers, up to four steps
// parameter: party (party, required): a plant, a firm or a place
// column: chain: from the first supplier to the last customer; only firms and institutions pass goods on
// column: steps: number of deliveries
// column: goods: what is delivered, step by step
// column: statuses: state of each step
// column: sources: ids of the sources
MATCH path = (:Entity)-[:SUPPLIES*1..4]->(:Entity)
WHERE (nodes(path)[0].id = $party OR nodes(path)[-1].id = $party)
  AND all(n IN nodes(path)[1..-1] WHERE n:Enterprise OR n:Institution)
WITH [n IN nodes(path) | n.name] AS names, relationships(path) AS edges
WITH names, edges, reduce(all_of = [], e IN edges | all_of + [s IN e.sources WHERE NOT s IN all_of]) AS sources
RETURN reduce(text = names[0], name IN names[1..] | text + ' -> ' + name) AS chain, size(edges) AS steps,
       [e IN edges | coalesce(e.title, '?')] AS goods, [e IN edges | e.status] AS statuses, sources
ORDER BY steps, chain, [e IN edges | e.id]

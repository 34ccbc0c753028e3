// name: ego
// purpose: Everything the graph says of a party: each of its facts, whatever the type
// parameter: party (party, required): of whom
// column: type: what kind of tie
// column: direction: to or from the partner, where the order of the two matters; with, where it does not
// column: partner: the other party
// column: title: what the fact is
// column: date: when
// column: until: up to when
// column: status: signed, active, planned, proposed, suspended, ended or unknown
// column: amount: how much or how many
// column: unit: of what
// column: sources: ids of the sources
// column: fact: id of the fact
MATCH (a:Entity)-[e]->(b:Entity)
WHERE (a.id = $party OR b.id = $party) AND type(e) <> 'LOCATED_IN'
RETURN type(e) AS type,
       CASE
         WHEN type(e) IN ['AGREEMENT', 'TWINNING', 'COOPERATION', 'TRADE'] THEN 'with'
         WHEN a.id = $party THEN 'to'
         ELSE 'from'
       END AS direction,
       CASE WHEN a.id = $party THEN b.name ELSE a.name END AS partner, e.title AS title, e.date AS date,
       e.until AS until, e.status AS status, e.amount AS amount, e.unit AS unit, e.sources AS sources, e.id AS fact
ORDER BY type, direction, partner, coalesce(e.starts_from, '9999'), fact

// name: joint-ventures
// purpose: Joint ventures, and firms with a partner's capital
// parameter: party (party, optional): only those of this firm, or in this place and in what lies in it
// column: firm: the firm or venture
// column: home: where the firm lies
// column: partner: with whom, or where
// column: title: what it is
// column: since: first known date
// column: amount: how many, where several are counted
// column: unit: of what
// column: status: what is known of its state
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WHERE all(step IN way WHERE step.withdrawn_at IS NULL)
WITH collect(member.id) AS scope
MATCH (firm:Entity)-[e:JOINT_VENTURE]->(b:Entity)
WHERE e.withdrawn_at IS NULL AND ($party IS NULL OR firm.id IN scope OR b.id IN scope)
OPTIONAL MATCH (home:Entity {id: firm.located_in})
RETURN firm.name AS firm, coalesce(home.name, firm.country) AS home, b.name AS partner, e.title AS title,
       e.date AS since, e.amount AS amount, e.unit AS unit, e.status AS status, e.sources AS sources
ORDER BY firm, partner, coalesce(since, '9999'), e.id

// name: joint-ventures
// purpose: Joint ventures, and firms with a partner's capital
// parameter: party (party, optional): only those of this firm or party, or in this place, on either side
// parameter: home (party, optional): only those that lie in this place and in what lies in it
// parameter: partner (party, optional): only those with the capital of this party and of what lies in it
// column: firm: the firm or venture
// column: home: where the firm lies
// column: partner: whose capital it has beside its home's; a country where no investor is named
// column: title: what it is
// column: since: first known date
// column: amount: how many, where several are counted
// column: unit: of what
// column: status: what is known of its state
// column: sources: ids of the sources
OPTIONAL MATCH (:Entity {id: $party})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH collect(member.id) AS scope
OPTIONAL MATCH (:Entity {id: $home})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH scope, collect(member.id) AS homes
OPTIONAL MATCH (:Entity {id: $partner})<-[way:LOCATED_IN*0..6]-(member:Entity)
WITH scope, homes, collect(member.id) AS partners
MATCH (firm:Entity)-[e:JOINT_VENTURE]->(b:Entity)
WHERE ($party IS NULL OR firm.id IN scope OR b.id IN scope)
  AND ($home IS NULL OR firm.id IN homes) AND ($partner IS NULL OR b.id IN partners)
OPTIONAL MATCH (place:Entity {id: firm.located_in})
RETURN firm.name AS firm, coalesce(place.name, firm.country) AS home, b.name AS partner, e.title AS title,
       e.date AS since, e.amount AS amount, e.unit AS unit, e.status AS status, e.sources AS sources
ORDER BY firm, partner, coalesce(e.starts_from, '9999'), e.id

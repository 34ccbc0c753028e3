// Whether a fact lies in the years and amounts that were chosen.

// A fact is of the years in which it began or, when asked, of all in which it was in force. One without an end is in
// force for good.
export function inYears(fact, chosen) {
  if (chosen.from === null && chosen.to === null) return true;
  if (!fact.years) return chosen.undated;
  const [from, to] = [chosen.from ?? -Infinity, chosen.to ?? Infinity];
  const [begun, ended] = fact.years;
  if (!chosen.inForce) return begun >= from && begun <= to;
  return begun <= to && (fact.until === undefined || ended >= from);
}

export function inAmounts(fact, chosen) {
  if (chosen.unit === null) return true;
  if (fact.amount === undefined || (fact.unit ?? '') !== chosen.unit) return false;
  return fact.amount >= (chosen.least ?? -Infinity) && fact.amount <= (chosen.most ?? Infinity);
}

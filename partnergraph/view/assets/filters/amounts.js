// Whether a fact's amount lies within what was chosen. Amounts are compared within one unit; no unit is one, too.
export function inAmounts(fact, chosen) {
  if (chosen.unit === null) return true;
  if (fact.amount === undefined || (fact.unit ?? '') !== chosen.unit) return false;
  return fact.amount >= (chosen.least ?? -Infinity) && fact.amount <= (chosen.most ?? Infinity);
}

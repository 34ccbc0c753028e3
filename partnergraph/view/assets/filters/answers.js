// What a fact answers to a question about time: yes, no or perhaps. Its four days are compared, as texts, with the two
// of the question. network/time.py says the same of the same cases; the fact's days are worked out there.

// Later than every day, and earlier: what stands for an open end.
const LATER = '~';
const EARLIER = '';

const DATE = /^(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?$/;

const lastOfMonth = (year, month) => {
  const last = new Date(Date.UTC(2000, month, 0));
  last.setUTCFullYear(Number(year), month, 0);
  return last.getUTCDate();
};

// The first and last day that 2019, 2019-05 or 2019-05-31 may mean; null where the text is none of these.
export function daysOf(text) {
  const [, year, month, day] = DATE.exec(text ?? '') ?? [];
  if (year === undefined || year === '0000') return null;
  if (month === undefined) return [`${year}-01-01`, `${year}-12-31`];
  const last = lastOfMonth(year, Number(month));
  if (day === undefined) return [`${year}-${month}-01`, `${year}-${month}-${last}`];
  return Number(day) <= last ? [text, text] : null;
}

// The first and last day that were chosen, whichever way round; null where no time is asked for.
export function daysAsked({ from, to }) {
  const [one, other] = [daysOf(from), daysOf(to)];
  if (!one && !other) return null;
  if (!one) return [EARLIER, other[1]];
  if (!other) return [one[0], LATER];
  return one[0] <= other[0] ? [one[0], other[1]] : [other[0], one[1]];
}

const within = (earliest, latest, [first, last]) => {
  // What holds until somebody says otherwise ends in no period, not even in one without an end.
  if (earliest === LATER || latest < first || earliest > last) return 'no';
  return earliest >= first && latest <= last ? 'yes' : 'perhaps';
};

// `when` is 'held' (at some time in the days asked for), 'began' or 'ended' (within them).
export function answer(fact, when, asked) {
  const { startsFrom = EARLIER, startsBy = LATER, endsFrom = LATER, endsBy = LATER } = fact;
  if (when === 'began') return within(startsFrom, startsBy, asked);
  if (when === 'ended') return within(endsFrom, endsBy, asked);
  const [first, last] = asked;
  if (startsBy <= last && endsFrom >= first) return 'yes';
  return startsFrom > last || endsBy < first ? 'no' : 'perhaps';
}

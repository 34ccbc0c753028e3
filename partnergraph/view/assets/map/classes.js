// The classes of the values that regions are coloured by.

// Up to five classes with about as many areas in each: the greatest value of each, by nearest rank. Zero is apart.
export function classLimits(values) {
  const sorted = [...values].filter((value) => value > 0).sort((a, b) => a - b);
  const limits = [1, 2, 3, 4, 5].map((part) => sorted[Math.ceil((part * sorted.length) / 5) - 1]);
  return [...new Set(limits.filter((limit) => limit !== undefined))];
}

export const classOf = (value, limits) => (value > 0 ? limits.findIndex((limit) => value <= limit) : -1);

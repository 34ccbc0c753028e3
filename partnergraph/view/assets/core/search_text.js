// How a text is compared with what somebody types: without capitals, marks and hyphens, in Latin letters.
const LETTERS = new Map(Object.entries({
  а: 'a', б: 'b', в: 'v', г: 'g', ґ: 'g', д: 'd', е: 'e', є: 'e', ж: 'zh', з: 'z', и: 'i', і: 'i', к: 'k', л: 'l', м: 'm', н: 'n', о: 'o', п: 'p', р: 'r',
  с: 's', т: 't', у: 'u', ф: 'f', х: 'kh', ц: 'ts', ч: 'ch', ш: 'sh', щ: 'shch', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya', ł: 'l', ß: 'ss', ø: 'o', æ: 'ae', đ: 'd', ı: 'i',
}));

export const plainText = (text) =>
  [...text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()].map((letter) => LETTERS.get(letter) ?? letter).join('').replace(/[\s\-‐-―"'«»“”„()[\],;:]+/gu, ' ').trim();

// Whether one of two words comes from the other by one letter more, less, other or exchanged with the next.
export function isOneSlipAway(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const rest = (text, from) => text.slice(from);
  return (
    rest(one, at + 1) === rest(other, at + 1) ||
    rest(one, at) === rest(other, at + 1) ||
    rest(one, at + 1) === rest(other, at) ||
    (one[at] === other[at + 1] && one[at + 1] === other[at] && rest(one, at + 2) === rest(other, at + 2))
  );
}

const LEAST_FOR_A_SLIP = 4;
// A word that is typed may be the beginning of one; with a slip, too.
const isNear = (typed, word) => typed.length >= LEAST_FOR_A_SLIP && [0, 1, -1].some((more) => isOneSlipAway(typed, word.slice(0, typed.length + more)));

// How well a text fits: -1 is it, 0 begins with it, 1 a word begins with it, 2 holds it, 3 has its words in any order,
// 4 has them but for a slip of one letter each; undefined where it does not.
export function fitOf(plain, wanted) {
  if (plain === wanted) return -1;
  if (plain.startsWith(wanted)) return 0;
  if (plain.includes(` ${wanted}`)) return 1;
  if (plain.includes(wanted)) return 2;
  const typed = wanted.split(' ');
  const words = plain.split(' ');
  if (typed.every((part) => words.some((word) => word.startsWith(part)))) return 3;
  return typed.every((part) => words.some((word) => word.startsWith(part) || isNear(part, word))) ? 4 : undefined;
}

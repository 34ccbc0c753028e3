// Names and places as they stand in a link. A link is written by anybody: what is no name here, no number or not whole
// is as if it were not there.
export const listed = (names) => [...names].map((name) => encodeURIComponent(name.toWellFormed())).join(',');

export function unlisted(text, isKnown) {
  if (!text) return [];
  try {
    return text.split(',').map(decodeURIComponent).filter(isKnown);
  } catch {
    return [];
  }
}

// The middle and the scale of a view, as "x,y,scale".
export const placed = (place) => (place ? [place.x, place.y, place.scale].join(',') : undefined);

function readPlace(text, form, isScale) {
  const parts = (text ?? '').split(',');
  const numbers = parts.map(Number);
  const sound = parts.length === 3 && parts.every((part) => form.test(part)) && isScale(numbers[2]);
  return sound ? { x: numbers[0], y: numbers[1], scale: numbers[2] } : null;
}

export const readPosition = (text) => readPlace(text, /^-?\d{1,6}(\.\d{1,4})?$/, (scale) => scale >= 0.02 && scale <= 10);
export const readMapPlace = (text) => readPlace(text, /^-?\d{1,7}(\.\d{1,6})?$/, (scale) => scale > 0);

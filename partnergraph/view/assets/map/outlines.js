// Outlines as the page holds them: lines of points, packed into letters.
const sheetAlphabet = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((letter, value) => [letter.charCodeAt(0), value]));

// Lines as `encode` (map/encoding.py) wrote them: each is a flat list x, y, x, y ...
export function unpackLines(text) {
  const lines = [];
  let at = 0;
  function number() {
    let [value, place, part] = [0, 0, 32];
    while (part >= 32) {
      part = sheetAlphabet.get(text.charCodeAt(at));
      at += 1;
      value += (part & 31) << place;
      place += 5;
    }
    return value;
  }
  const step = (zigzag) => (zigzag & 1 ? -(zigzag + 1) / 2 : zigzag / 2);
  while (at < text.length) {
    const line = new Float32Array(2 * number());
    for (let place = 0; place < line.length; place += 1) line[place] = step(number()) + (place > 1 ? line[place - 2] : 0);
    lines.push(line);
  }
  return lines;
}

export function boundsOf(line) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < line.length; at += 2) {
    box.left = Math.min(box.left, line[at]);
    box.right = Math.max(box.right, line[at]);
    box.top = Math.min(box.top, line[at + 1]);
    box.bottom = Math.max(box.bottom, line[at + 1]);
  }
  return box;
}

export function unionOf(boxes) {
  return boxes.reduce((all, box) => ({
    left: Math.min(all.left, box.left),
    right: Math.max(all.right, box.right),
    top: Math.min(all.top, box.top),
    bottom: Math.max(all.bottom, box.bottom),
  }));
}

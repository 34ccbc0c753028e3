// The sheet of the map: outlines and places in the plane, as they were projected when the page was written.
const sheet = data.map;
const sheetAlphabet = new Map([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].map((letter, value) => [letter.charCodeAt(0), value]));

// Lines as `encode` (map/encoding.py) wrote them: each is a flat list x, y, x, y ...
function unpackLines(text) {
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

function boundsOf(line) {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (let at = 0; at < line.length; at += 2) {
    box.left = Math.min(box.left, line[at]);
    box.right = Math.max(box.right, line[at]);
    box.top = Math.min(box.top, line[at + 1]);
    box.bottom = Math.max(box.bottom, line[at + 1]);
  }
  return box;
}

function unionOf(boxes) {
  return boxes.reduce((all, box) => ({
    left: Math.min(all.left, box.left),
    right: Math.max(all.right, box.right),
    top: Math.min(all.top, box.top),
    bottom: Math.max(all.bottom, box.bottom),
  }));
}

const outlineLines = unpackLines(sheet.lines).map((points) => ({ points, box: boundsOf(points), countries: 0, regions: 0 }));
const lineOf = (number) => outlineLines[number < 0 ? ~number : number];

// An area's line that a second area of its kind shares is a border, the others are coast.
const areas = sheet.areas;
for (const area of areas) {
  area.box = unionOf(area.rings.flat().map((number) => lineOf(number).box));
  for (const number of area.rings.flat()) lineOf(number)[area.region ? 'regions' : 'countries'] += 1;
}
const splitCountries = new Set(areas.filter((area) => area.region).map((area) => area.country));

const isPlaced = (row) => typeof sheet.x[row] === 'number';
const sheetPlace = (row) => ({ x: sheet.x[row], y: sheet.y[row] });
// The place whose coordinates a node has borrowed.
const lentBy = (row) => sheet.at[row];
const unmatchedRegions = new Map(sheet.unmatched);

// Whether a ring goes around a point: the crossings of a line to the right are counted.
function crossings(ring, { x, y }) {
  let count = 0;
  for (const number of ring) {
    const { points, box } = lineOf(number);
    if (box.bottom < y || box.top > y || box.right < x) continue;
    for (let at = 2; at < points.length; at += 2) {
      const [x0, y0, x1, y1] = [points[at - 2], points[at - 1], points[at], points[at + 1]];
      if (y0 > y !== y1 > y && x < x0 + ((y - y0) / (y1 - y0)) * (x1 - x0)) count += 1;
    }
  }
  return count;
}

// The area at a point, a region before the country that it is part of.
function areaAt(point) {
  const inside = ({ box, rings }) =>
    point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom &&
    rings.reduce((count, ring) => count + crossings(ring, point), 0) % 2 === 1;
  const found = areas.findLastIndex(inside);
  return found < 0 ? null : found;
}

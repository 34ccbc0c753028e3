// The sheet of the map: outlines and places in the plane, as they were projected when the page was written.
import { data } from '../core/data.js';
import { boundsOf, unionOf, unpackLines } from './outlines.js';

export const sheet = data.map;

export const outlineLines = unpackLines(sheet.lines).map((points) => ({ points, box: boundsOf(points), countries: 0, regions: 0 }));
export const lineOf = (number) => outlineLines[number < 0 ? ~number : number];

// An area's line that a second area of its kind shares is a border, the others are coast.
export const areas = sheet.areas;
for (const area of areas) {
  area.box = unionOf(area.rings.flat().map((number) => lineOf(number).box));
  for (const number of area.rings.flat()) lineOf(number)[area.region ? 'regions' : 'countries'] += 1;
}
export const splitCountries = new Set(areas.filter((area) => area.region).map((area) => area.country));

export const isPlaced = (row) => typeof sheet.x[row] === 'number';
export const sheetPlace = (row) => ({ x: sheet.x[row], y: sheet.y[row] });
// The place whose coordinates a node has borrowed.
export const lentBy = (row) => sheet.at[row];
export const unmatchedRegions = new Map(sheet.unmatched);

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
export function areaAt(point) {
  const inside = ({ box, rings }) =>
    point.x >= box.left && point.x <= box.right && point.y >= box.top && point.y <= box.bottom &&
    rings.reduce((count, ring) => count + crossings(ring, point), 0) % 2 === 1;
  const found = areas.findLastIndex(inside);
  return found < 0 ? null : found;
}

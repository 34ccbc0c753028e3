// What stands where on the map: nodes that would cover one another form a pile, and a pile may be fanned out.
import { data, edgeTypes, facts, nodes } from '../core/data.js';
import { nodeRadius } from '../core/looks.js';
import { visible } from '../filters/filters.js';
import { byFacts } from '../picture/labels.js';
import { spotlight } from '../picture/spotlight.js';
import { camera, MOST_SCALE, onScreen } from './camera.js';
import { isPlaced, sheet } from './sheet.js';

const PILE_PIXELS = 13;
const FAN_STEP = 17;
const MOST_IN_FAN = 150;
const GOLDEN = Math.PI * (3 - Math.sqrt(5));
// Each spot: { row, rows, x, y (on the sheet), dx, dy (pixels beside that), size }. `row` stands for the pile.
export const layoutOfMap = { spots: [], spotOf: new Map(), lines: [], inside: 0, outside: 0, fan: null };
let fanned = null;

// The pile with this node is fanned out from the next layout on; null for none.
export function fanOut(row) {
  fanned = row;
}

// Nodes keep their size on the screen however far one zooms, so that near towns part.
const mapRadius = (row) => Math.min(Math.max(nodeRadius(row) * 0.5, 3.5), 12);

// No zoom parts what lies as near as this.
export const isOnePlace = (box) => Math.max(box.right - box.left, box.bottom - box.top) * MOST_SCALE < 2 * PILE_PIXELS;

function rowsOnMap() {
  const lit = spotlight();
  const first = lit ? lit.first : [];
  const shownRows = byFacts.filter((row) => isPlaced(row) && (visible.nodes.has(row) || lit?.nodes.has(row)));
  if (!lit) return shownRows;
  // What is strong stands for its pile.
  const rank = (row) => (first.includes(row) ? 0 : lit.nodes.has(row) ? 1 : 2);
  return shownRows.map((row) => [rank(row), row]).sort((a, b) => a[0] - b[0]).map(([, row]) => row);
}

function pilesOf(rows) {
  const cells = new Map();
  const piles = [];
  const cell = PILE_PIXELS + 12;
  const near = (x, y, size) => {
    const [column, line] = [Math.floor(x / cell), Math.floor(y / cell)];
    for (let i = column - 1; i <= column + 1; i += 1) {
      for (let j = line - 1; j <= line + 1; j += 1) {
        for (const pile of cells.get(i * 1e6 + j) || []) {
          if (Math.hypot(pile.px - x, pile.py - y) < Math.max(PILE_PIXELS, (pile.size + size) * 0.75)) return pile;
        }
      }
    }
    return null;
  };
  for (const row of rows) {
    const [px, py, size] = [sheet.x[row] * camera.scale, sheet.y[row] * camera.scale, mapRadius(row)];
    const pile = near(px, py, size);
    if (pile) {
      pile.rows.push(row);
      continue;
    }
    const made = { row, rows: [row], x: sheet.x[row], y: sheet.y[row], dx: 0, dy: 0, px, py, size };
    piles.push(made);
    const key = Math.floor(px / cell) * 1e6 + Math.floor(py / cell);
    if (!cells.has(key)) cells.set(key, []);
    cells.get(key).push(made);
  }
  return piles;
}

// A pile's members around its place, like the seeds of a sunflower, the first of them in the middle.
function fanOf(pile) {
  // In the order of their facts, whatever is selected: nothing moves away under the hand.
  const members = [...pile.rows].sort((a, b) => nodes[b].facts - nodes[a].facts || a - b).slice(0, MOST_IN_FAN).map((row, at) => {
    const reach = FAN_STEP * Math.sqrt(at) * (at ? 1.15 : 1);
    return { row, rows: [row], x: pile.x, y: pile.y, dx: reach * Math.cos(at * GOLDEN), dy: reach * Math.sin(at * GOLDEN), size: Math.min(mapRadius(row), 8), inFan: true };
  });
  return { x: pile.x, y: pile.y, members, reach: FAN_STEP * Math.sqrt(members.length) * 1.15 + 16 };
}

export function layoutSpots() {
  const piles = pilesOf(rowsOnMap());
  const open = fanned === null ? null : piles.find((pile) => pile.rows.length > 1 && pile.rows.includes(fanned));
  layoutOfMap.fan = open ? fanOf(open) : null;
  layoutOfMap.spots = open ? [...piles.filter((pile) => pile !== open), ...layoutOfMap.fan.members] : piles;
  layoutOfMap.spotOf = new Map();
  layoutOfMap.spots.forEach((spot, at) => spot.rows.forEach((row) => layoutOfMap.spotOf.set(row, at)));
}

const typeNumber = new Map(data.edgeTypes.map((type, at) => [type.name, at]));
const hasNotHappened = (fact) => fact.status === 'planned' || fact.status === 'proposed';

// Facts of one type between the same two spots are one line.
export function layoutLines() {
  const { spotOf: spotOfRow, spots } = layoutOfMap;
  const lit = spotlight();
  const lines = new Map();
  Object.assign(layoutOfMap, { inside: 0, outside: 0 });
  const rows = lit ? new Set([...visible.facts, ...lit.facts]) : visible.facts;
  for (const row of rows) {
    const fact = facts[row];
    const ends = [spotOfRow.get(fact.from), spotOfRow.get(fact.to)];
    if (ends[0] === undefined || ends[1] === undefined) layoutOfMap.outside += 1;
    else if (ends[0] === ends[1]) layoutOfMap.inside += 1;
    else {
      const { directed } = edgeTypes.get(fact.type);
      if (!directed && ends[0] > ends[1]) ends.reverse();
      const strong = Boolean(lit?.facts.has(row));
      const key = ((ends[0] * spots.length + ends[1]) * 64 + typeNumber.get(fact.type)) * 4 + (strong ? 2 : 0) + (hasNotHappened(fact) ? 1 : 0);
      const line = lines.get(key);
      if (line) line.rows.push(row);
      else lines.set(key, { from: ends[0], to: ends[1], type: fact.type, directed, strong, dashed: hasNotHappened(fact), rows: [row], bend: 0 });
    }
  }
  layoutOfMap.lines = [...lines.values()].sort((a, b) => a.strong - b.strong);
  bendLines(spots.length);
}

// Lines between the same two spots lie side by side; all are bent a little, so that none hides in a border.
function bendLines(count) {
  const pairs = new Map();
  for (const line of layoutOfMap.lines) {
    const key = Math.min(line.from, line.to) * count + Math.max(line.from, line.to);
    if (!pairs.has(key)) pairs.set(key, []);
    pairs.get(key).push(line);
  }
  for (const side of pairs.values()) {
    const step = Math.min(0.09, 0.6 / side.length);
    side.forEach((line, at) => {
      const bend = 0.12 + (at - (side.length - 1) / 2) * step;
      line.bend = line.from < line.to ? bend : -bend;
    });
  }
}

export const spotOnScreen = (spot) => {
  const { x, y } = onScreen(spot);
  return { x: x + spot.dx, y: y + spot.dy };
};

// The bent line on the screen: its ends and the point that bends it.
export function bendOf(line) {
  const [one, other] = [spotOnScreen(layoutOfMap.spots[line.from]), spotOnScreen(layoutOfMap.spots[line.to])];
  const [x, y] = [other.x - one.x, other.y - one.y];
  return { one, other, middle: { x: (one.x + other.x) / 2 + y * line.bend, y: (one.y + other.y) / 2 - x * line.bend } };
}

export function spotAt({ x, y }) {
  const { spots, fan } = layoutOfMap;
  let best = null;
  let nearest = Infinity;
  for (const spot of spots) {
    const place = spotOnScreen(spot);
    const far = Math.hypot(place.x - x, place.y - y);
    // Fingers and mice are not exact; what is fanned out lies above the rest.
    if (far < Math.max(spot.size + 3, 9) && far - (spot.inFan ? 100 : 0) < nearest) {
      best = spot;
      nearest = far - (spot.inFan ? 100 : 0);
    }
  }
  if (best && !best.inFan && fan && Math.hypot(onScreen(fan).x - x, onScreen(fan).y - y) < fan.reach) return null;
  return best;
}

function distanceToPiece(point, one, other) {
  const [x, y] = [other.x - one.x, other.y - one.y];
  const along = Math.max(0, Math.min(1, ((point.x - one.x) * x + (point.y - one.y) * y) / (x * x + y * y || 1)));
  return Math.hypot(one.x + along * x - point.x, one.y + along * y - point.y);
}

export function mapLineAt(point) {
  let [best, nearest] = [null, 6];
  for (const line of layoutOfMap.lines) {
    if (spotlight() && !line.strong) continue;
    const { one, other, middle } = bendOf(line);
    const reach = 8;
    if (point.x < Math.min(one.x, other.x, middle.x) - reach || point.x > Math.max(one.x, other.x, middle.x) + reach) continue;
    if (point.y < Math.min(one.y, other.y, middle.y) - reach || point.y > Math.max(one.y, other.y, middle.y) + reach) continue;
    let before = one;
    for (let step = 1; step <= 14; step += 1) {
      const [share, rest] = [step / 14, 1 - step / 14];
      const now = {
        x: rest * rest * one.x + 2 * rest * share * middle.x + share * share * other.x,
        y: rest * rest * one.y + 2 * rest * share * middle.y + share * share * other.y,
      };
      const far = distanceToPiece(point, before, now);
      if (far < nearest) [best, nearest] = [line, far];
      before = now;
    }
  }
  return best;
}

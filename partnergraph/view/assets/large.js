// A large network: vis-network holds only what is on stage (the hubs, what is near enough to be read, what is chosen);
// the rest is the ground of large_ground.js. The stage is set anew whenever the view has come to rest.
const MOST_ON_STAGE = 300;
const MOST_LINES = 700;
// From here on nodes that lie in no disc are large enough to be read.
const LOOSE_SCALE = 0.4;
const stage = { nodes: new Set(), facts: new Set(), waiting: 0, view: '' };

const shownMembers = (bubble) => bubble.members.filter((row) => visible.nodes.has(row));

// Those that can be read from here, hubs first.
function readableRows(view, scale) {
  const readable = (row) => (groupOf(row) >= 0 ? isOpen(groupOf(row), scale) : scale > LOOSE_SCALE);
  const inside = ({ x, y }) => x > view.left && x < view.right && y > view.top && y < view.bottom;
  const rows = [];
  for (const row of byFacts) {
    if (rows.length >= MOST_ON_STAGE) break;
    if (visible.nodes.has(row) && inside(spotOf.get(row)) && readable(row)) rows.push(row);
  }
  return rows;
}

// The first of each closed disc stands for it.
function leadingRows(scale) {
  if (!ground.bubbles) return [];
  return bubbleList.flatMap((bubble, at) => (isOpen(at, scale) ? [] : shownMembers(bubble).slice(0, 1)));
}

function linesBetween(rows) {
  const lines = new Set();
  for (const row of rows) {
    for (const fact of factsOf[row]) {
      if (lines.size >= MOST_LINES) return lines;
      if (visible.facts.has(fact) && rows.has(facts[fact].from) && rows.has(facts[fact].to)) lines.add(fact);
    }
  }
  return lines;
}

function wantedOnStage() {
  const scale = graph.getScale();
  const readable = new Set(readableRows(viewBox(), scale));
  const lines = linesBetween(readable);
  const rows = new Set([...readable, ...leadingRows(scale)]);
  const lit = spotlight();
  if (lit) {
    for (const fact of [...lit.facts].slice(0, 2 * MOST_LINES)) {
      lines.add(fact);
      rows.add(facts[fact].from).add(facts[fact].to);
    }
    for (const row of [...lit.nodes].slice(0, 2 * MOST_ON_STAGE)) rows.add(row);
  }
  return { rows, lines };
}

// Nodes stay visible however far one goes back.
function stagedNode(row, scale) {
  const { x, y } = spotOf.get(row);
  return { ...firstLook(spotOf.get(row)), ...nodeLook(row), x, y, size: Math.max(nodeRadius(row), 3.5 / scale) };
}

function setStage() {
  clearTimeout(stage.waiting);
  const { rows, lines } = wantedOnStage();
  const scale = graph.getScale();
  edgeSet.remove([...stage.facts].filter((row) => !lines.has(row)));
  nodeSet.remove([...stage.nodes].filter((row) => !rows.has(row)));
  nodeSet.update([...rows].map((row) => stagedNode(row, scale)));
  edgeSet.update([...lines].map((row) => ({ ...drawing.edges[row], ...edgeLook(row) })));
  Object.assign(stage, { nodes: rows, facts: lines });
}

function setStageSoon() {
  clearTimeout(stage.waiting);
  stage.waiting = setTimeout(setStage, 120);
}

function redrawLarge() {
  buildGround();
  if (graph) setStage();
}

// A closed disc is named after its first members.
function bubbleCaption(at) {
  const members = shownMembers(bubbleList[at]);
  return { names: members.slice(0, 3).map((row) => shortened(nodes[row].name)), count: `${wholeNumber.format(members.length)} parties and places` };
}

function captionBox(ctx, bubble, lines) {
  const at = graph.canvasToDOM(bubble);
  const width = Math.max(...lines.map((line, row) => labelWidth(ctx, line, row === 0)));
  const height = lines.length * (LABEL_PIXELS + 3);
  return { left: at.x - width / 2 - 4, right: at.x + width / 2 + 4, top: at.y - height / 2 - 2, bottom: at.y + height / 2 + 2 };
}

// Three names where there is room, else one; the number below.
function drawBubbleLabel(ctx, at, room, scale) {
  const bubble = bubbleList[at];
  const { names, count } = bubbleCaption(at);
  for (const lines of [[...names, count], [names[0], count], [names[0]]]) {
    const box = captionBox(ctx, bubble, lines);
    if (box.right - box.left > 2.4 * bubble.radius * scale || !room.isFree(box)) continue;
    room.take(box);
    lines.forEach((line, row) => {
      const spot = graph.DOMtoCanvas({ x: (box.left + box.right) / 2, y: box.top + 2 + row * (LABEL_PIXELS + 3) });
      drawLabel(ctx, line, spot, scale, { strong: row === 0, faint: line === count });
    });
    return;
  }
}

function drawLargeLabels(ctx) {
  const scale = graph.getScale();
  const lit = spotlight();
  const leaders = new Set(lit ? [] : leadingRows(scale));
  const rows = byFacts.filter((row) => stage.nodes.has(row) && !leaders.has(row));
  drawLabels(ctx, graph, placeOf, { ...labelOptions(), rows });
  if (lit || !ground.bubbles) return;
  const room = screenRoom();
  const view = viewBox();
  ctx.save();
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  bubbleList.forEach((bubble, at) => {
    if (!isOpen(at, scale) && ground.parts[at].nodes && touches(view, bubble)) drawBubbleLabel(ctx, at, room, scale);
  });
  ctx.restore();
}

function moveToBox({ left, top, right, bottom }, animation = false) {
  const { clientWidth, clientHeight } = graph.canvas.frame.canvas;
  const scale = Math.min(clientWidth / (right - left), clientHeight / (bottom - top), 1.4);
  graph.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation: calm.matches ? false : animation });
}

function fitLarge() {
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const row of visible.nodes) {
    const { x, y } = spotOf.get(row);
    const room = nodeRadius(row) + 30;
    Object.assign(box, { left: Math.min(box.left, x - room), right: Math.max(box.right, x + room), top: Math.min(box.top, y - room), bottom: Math.max(box.bottom, y + room) });
  }
  if (box.left < box.right) moveToBox(box);
}

function openBubble(at) {
  const { x, y, radius } = bubbleList[at];
  byId('tip').hidden = true;
  moveToBox({ left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }, { duration: 400 });
}

// A click that hits nothing that vis-network holds.
function clickGround({ canvas }) {
  const bubble = closedBubbleAt(canvas);
  if (bubble >= 0) openBubble(bubble);
  else {
    const row = nodeAt(canvas);
    if (row === null) clearSelection();
    else selectNode(row, { stay: true });
  }
}

function bubbleTip(at) {
  const { names, count } = bubbleCaption(at);
  return [element('strong', {}, isolated(names.join(', '))), `${count} that work with each other more than with the rest`, 'Click to open'];
}

function hoverGround(event) {
  const box = byId('canvas').getBoundingClientRect();
  const at = { x: event.clientX - box.x, y: event.clientY - box.y };
  const spot = graph.DOMtoCanvas(at);
  if (event.buttons || graph.getNodeAt(at) !== undefined) return;
  const bubble = closedBubbleAt(spot);
  const row = bubble >= 0 ? null : nodeAt(spot);
  byId('canvas').classList.toggle('on-node', bubble >= 0 || row !== null);
  if (bubble >= 0) showTipLines(bubbleTip(bubble), at);
  else if (row !== null) showTip('node', row, at);
  else byId('tip').hidden = true;
}

// The stage follows the view once it has come to rest.
function drawAbove(ctx) {
  drawLargeLabels(ctx);
  const { x, y } = graph.getViewPosition();
  const view = `${Math.round(x)},${Math.round(y)},${graph.getScale()}`;
  if (view !== stage.view) setStageSoon();
  stage.view = view;
}

function startLarge() {
  graph.on('beforeDrawing', drawGround);
  graph.on('afterDrawing', drawAbove);
  byId('canvas').addEventListener('mousemove', hoverGround);
}

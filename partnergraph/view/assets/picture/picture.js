// The picture: vis-network over the nodes and edges that pyvis holds.
const { drawing } = data;
const spotOf = new Map(drawing.nodes.map((node) => [node.id, node]));
const nodeSet = new vis.DataSet();
const edgeSet = new vis.DataSet();
let graph;
// The last look of every node and edge, so that only what changes is redrawn.
const looks = new Map();

function nodeLook(row) {
  const { ground, ink, rim } = theme();
  const full = nodeFill(row);
  const dimmed = spotlight() && !spotlight().nodes.has(row);
  const background = dimmed ? mixed(full, ground, 0.82) : full;
  const chosenColour = { background, border: ink };
  const marked = isSelected('node', row);
  return {
    id: row,
    hidden: !visible.nodes.has(row) && !spotlight()?.nodes.has(row),
    size: Math.round(nodeRadius(row) * 10) / 10,
    color: { background, border: marked ? ink : rim, highlight: chosenColour, hover: chosenColour },
    borderWidth: marked ? 3 : 1,
  };
}

function edgeLook(row) {
  const { line, faint } = theme();
  const color = edgeColour(facts[row].type);
  const strong = spotlight()?.facts.has(row);
  const marked = isSelected('fact', row);
  const opacity = spotlight() ? (strong ? 0.95 : faint) : line;
  return {
    id: row,
    hidden: !visible.facts.has(row) && !marked,
    color: { color, highlight: color, hover: color, opacity, inherit: false },
    width: marked ? 4 : strong ? 2 : 1.3,
  };
}

function placeLook(edge) {
  const { quiet } = theme();
  const ends = visible.nodes.has(edge.from) && visible.nodes.has(edge.to);
  const onPath = spotlight()?.places?.has(edge.from);
  const color = { color: quiet, highlight: quiet, hover: quiet, opacity: onPath ? 1 : 0.5, inherit: false };
  return { id: edge.id, hidden: !(onPath || (chosen.places && ends)), color, width: onPath ? 2 : 0.7 };
}

function changed(look) {
  const now = JSON.stringify(look);
  const key = `${look.width === undefined ? 'n' : 'e'}${look.id}`;
  if (looks.get(key) === now) return false;
  looks.set(key, now);
  return true;
}

function redraw() {
  if (isLarge) {
    redrawLarge();
    return;
  }
  nodeSet.update(drawing.nodes.map((node) => nodeLook(node.id)).filter(changed));
  const edges = drawing.edges.map((edge) => (typeof edge.id === 'number' ? edgeLook(edge.id) : placeLook(edge)));
  edgeSet.update(edges.filter(changed));
}

function firstLook(node) {
  const { shape } = nodeTypes.get(nodes[node.id].type);
  // Without its group: vis-network would give the node the group's own shape again at every change.
  const { label, group, ...rest } = node;
  const own = ownShapes.has(shape) ? { shape: 'custom', ctxRenderer: ownShape(shape, () => nodeRadius(node.id)) } : { shape };
  return { ...rest, ...own };
}

function labelOptions() {
  return spotlight() ? { first: spotlight().first, only: spotlight().nodes } : {};
}

// Dragged nodes keep their label: the place is asked for, not remembered.
function placeOf(row) {
  const { x, y } = isLarge ? spotOf.get(row) : graph.getPosition(row);
  return { x, y, size: nodeRadius(row) };
}

// Positions have changed in `spotOf`.
function spotsMoved() {
  if (isLarge) redrawLarge();
  else nodeSet.update(drawing.nodes.map(({ id, x, y }) => ({ id, x, y })));
}

function drawPicture() {
  if (!isLarge) {
    nodeSet.add(drawing.nodes.map(firstLook));
    edgeSet.add(drawing.edges);
  }
  redraw();
  const interaction = { ...drawing.options.interaction, dragNodes: !isLarge };
  graph = new vis.Network(byId('canvas'), { nodes: nodeSet, edges: edgeSet }, { ...drawing.options, interaction });
  // The ring of the focus is for those who come by keyboard.
  byId('canvas').addEventListener('pointerdown', () => byId('canvas').classList.add('by-pointer'));
  byId('canvas').addEventListener('keydown', () => byId('canvas').classList.remove('by-pointer'));
  if (isLarge) startLarge();
  else graph.on('afterDrawing', (ctx) => drawLabels(ctx, graph, placeOf, labelOptions()));
  graph.on('click', ({ nodes: hitNodes, edges: hitEdges, pointer }) => {
    const fact = hitEdges.find((id) => typeof id === 'number');
    // Beneath a line there may be a node that is not on stage.
    const node = hitNodes[0] ?? (isLarge ? groundNodeAt(pointer.canvas) : undefined);
    if (node !== undefined) selectNode(node, { stay: true });
    else if (fact !== undefined) selectFact(fact, { stay: true });
    else if (isLarge) clickGround(pointer);
    else clearSelection();
  });
  drawTips();
  if (isLarge) fitLarge({ first: true });
  else fit();
}

function fit() {
  if (isLarge) {
    fitLarge();
    return;
  }
  const shownNodes = [...visible.nodes];
  if (!shownNodes.length) return;
  graph.fit({ nodes: shownNodes, animation: false, maxZoomLevel: 1.4 });
}

function zoom(factor) {
  graph.moveTo({ scale: Math.min(Math.max(graph.getScale() * factor, 0.03), 6), animation: calm.matches ? false : { duration: 150 } });
}

function moveToNodes(rows) {
  const spots = rows.map(placeOf);
  const middle = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
  // On a narrow screen the panel covers the lower part.
  const offset = { x: 0, y: narrow.matches ? -byId('panel').offsetHeight / 2 : 0 };
  const animation = calm.matches ? false : { duration: 400 };
  graph.moveTo({ position: { x: middle('x'), y: middle('y') }, scale: Math.max(graph.getScale(), 0.8), offset, animation });
}

function tipFor(kind, id) {
  if (kind === 'node') {
    const node = nodes[id];
    return [element('strong', {}, isolated(node.name)), `${words(node.type)} · ${plural(node.facts, 'fact', 'facts')}`];
  }
  const fact = facts[id];
  const title = fact.title ? [isolated(fact.title)] : [];
  const ends = element('strong', {}, isolated(nodes[fact.from].name), ' – ', isolated(nodes[fact.to].name));
  return [ends, [words(fact.type), period(fact), fact.status].filter(Boolean).join(' · '), ...title];
}

const showTip = (kind, id, at) => showTipLines(tipFor(kind, id), at);

function showTipLines(lines, { x, y }) {
  const tip = byId('tip');
  tip.replaceChildren(...lines.map((line) => element('div', {}, line)));
  tip.hidden = false;
  const { clientWidth, clientHeight } = byId('picture');
  tip.style.left = `${Math.max(4, Math.min(x + 14, clientWidth - tip.offsetWidth - 6))}px`;
  tip.style.top = `${Math.max(4, y + tip.offsetHeight + 24 > clientHeight ? y - tip.offsetHeight - 10 : y + 16)}px`;
}

function drawTips() {
  const hide = () => {
    byId('tip').hidden = true;
    byId('canvas').classList.remove('on-node');
  };
  graph.on('hoverNode', ({ node, pointer }) => {
    byId('canvas').classList.add('on-node');
    showTip('node', node, pointer.DOM);
  });
  graph.on('hoverEdge', ({ edge, pointer }) => {
    if (typeof edge !== 'number') return;
    byId('canvas').classList.add('on-node');
    showTip('fact', edge, pointer.DOM);
  });
  for (const event of ['blurNode', 'blurEdge', 'dragStart', 'zoom', 'click']) graph.on(event, hide);
}

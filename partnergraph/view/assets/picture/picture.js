// The picture as a view of the page: what a click, a zoom and another choice do to it.
import { isLarge } from '../core/data.js';
import { byId } from '../core/dom.js';
import { calm, narrow } from '../core/media.js';
import { clearSelection, selectFact, selectNode } from '../core/selection.js';
import { visible } from '../filters/filters.js';
import { graph, holdAll, pictureLabels, placeOf, startGraph, updateLooks } from './graph.js';
import { drawLabels } from './labels.js';
import { clickGround, fitLarge, groundNodeAt, redrawLarge, stage, startLarge } from './large.js';
import { showTip } from './tips.js';

// Where names stand now.
let names = null;
const namesNow = () => (isLarge ? stage.names : names);
const nameAt = (spot) => namesNow()?.rowAt(spot);
// The rows that are named in the picture, each with the middle of its name on the screen.
export const namedRows = () => namesNow().named.map(({ row, left, right, top, bottom }) => ({ row, x: (left + right) / 2, y: (top + bottom) / 2 }));

export function redraw() {
  if (isLarge) redrawLarge();
  else updateLooks();
}

export function drawPicture() {
  holdAll();
  redraw();
  startGraph();
  // The ring of the focus is for those who come by keyboard.
  byId('canvas').addEventListener('pointerdown', () => byId('canvas').classList.add('by-pointer'));
  byId('canvas').addEventListener('keydown', () => byId('canvas').classList.remove('by-pointer'));
  if (isLarge) startLarge();
  else graph.on('afterDrawing', (ctx) => {
    names = drawLabels(ctx, graph, placeOf, pictureLabels());
  });
  graph.on('click', ({ nodes: hitNodes, edges: hitEdges, pointer }) => {
    const fact = hitEdges.find((id) => typeof id === 'number');
    // A name is a button, and lies above all else. Beneath a line there may be a node that is not on stage.
    const node = nameAt(pointer.DOM) ?? hitNodes[0] ?? (isLarge ? groundNodeAt(pointer.canvas) : undefined);
    if (node !== undefined) selectNode(node, { stay: true });
    else if (fact !== undefined) selectFact(fact, { stay: true });
    else if (isLarge) clickGround(pointer);
    else clearSelection();
  });
  drawTips();
  if (isLarge) fitLarge({ first: true });
  else fit();
}

export function fit() {
  if (isLarge) {
    fitLarge();
    return;
  }
  const shownNodes = [...visible.nodes];
  if (!shownNodes.length) return;
  graph.fit({ nodes: shownNodes, animation: false, maxZoomLevel: 1.4 });
}

export function zoom(factor) {
  graph.moveTo({ scale: Math.min(Math.max(graph.getScale() * factor, 0.03), 6), animation: calm.matches ? false : { duration: 150 } });
}

export function moveToNodes(rows) {
  const spots = rows.map(placeOf);
  const middle = (axis) => spots.reduce((sum, spot) => sum + spot[axis], 0) / spots.length;
  // On a narrow screen the panel covers the lower part.
  const offset = { x: 0, y: narrow.matches ? -byId('panel').offsetHeight / 2 : 0 };
  const animation = calm.matches ? false : { duration: 400 };
  graph.moveTo({ position: { x: middle('x'), y: middle('y') }, scale: Math.max(graph.getScale(), 0.8), offset, animation });
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
  byId('canvas').addEventListener('mousemove', (event) => {
    const box = byId('canvas').getBoundingClientRect();
    const over = !event.buttons && nameAt({ x: event.clientX - box.x, y: event.clientY - box.y }) !== undefined;
    byId('canvas').classList.toggle('on-name', over);
  });
  for (const event of ['blurNode', 'blurEdge', 'dragStart', 'zoom', 'click']) graph.on(event, hide);
}

// Where the picture stands: its middle and scale, for the link.
import { byId } from '../core/dom.js';
import { keepInLink, writeLink } from '../core/link.js';
import { placed, readPosition } from '../core/link_text.js';
import { calm, narrow } from '../core/media.js';
import { viewers } from '../core/selection.js';
import { setQuietly, state, whenChanged } from '../core/state.js';
import { graph, placeOf } from './graph.js';
import { moveToNodes } from './picture.js';

keepInLink('at', {
  on: 'at',
  write: () => placed(state.at),
  read(text) {
    setQuietly({ at: readPosition(text) });
  },
});

const positionNow = () => {
  const { x, y } = graph.getViewPosition();
  return { x: Math.round(x), y: Math.round(y), scale: Number(graph.getScale().toFixed(3)) };
};

// The first view needs no words in the link.
function rememberPosition(home) {
  const now = positionNow();
  const moved = now.scale !== home.scale || now.x !== home.x || now.y !== home.y;
  const at = moved ? now : null;
  if (JSON.stringify(at) === JSON.stringify(state.at)) return;
  setQuietly({ at });
  writeLink();
}

function goToPosition() {
  if (state.at) graph.moveTo({ position: { x: state.at.x, y: state.at.y }, scale: state.at.scale, animation: false });
}

export function startPosition() {
  const home = positionNow();
  goToPosition();
  graph.on('afterDrawing', () => rememberPosition(home));
  // Only a link that is read announces it.
  whenChanged('at', goToPosition);
}

// One node is brought near; of several, all are brought into sight.
function showNodes(rows) {
  if (rows.length < 3) {
    moveToNodes(rows);
    return;
  }
  const spots = rows.map(placeOf);
  const [xs, ys] = ['x', 'y'].map((axis) => spots.map((spot) => spot[axis]));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  // On a narrow screen the panel covers the lower part, beginning with the bar.
  const covered = narrow.matches && document.body.dataset.sheet === 'panel' ? byId('panel').offsetHeight - byId('bar').offsetHeight : 0;
  const room = { width: byId('canvas').clientWidth - 120, height: Math.max(byId('stage').clientHeight - covered - 90, 60) };
  const scale = Math.min(Math.max(Math.min(room.width / (right - left + 1), room.height / (bottom - top + 1)), 0.05), 1.2);
  const animation = calm.matches ? false : { duration: 400 };
  graph.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, offset: { x: 0, y: -covered / 2 }, animation });
}

viewers.picture = { moveTo: showNodes };

// Where the map stands, for the link.
import { keepInLink, writeLink } from '../core/link.js';
import { placed, readMapPlace } from '../core/link_text.js';
import { setQuietly, state } from '../core/state.js';
import { camera, fitMost, setCamera } from './camera.js';

// The place that the link or the network gives is not one that a person has chosen.
let isPlacing = false;

export function goToMapPlace() {
  isPlacing = true;
  if (state.mapAt) setCamera(state.mapAt);
  else fitMost();
  isPlacing = false;
}

keepInLink('map', {
  on: 'mapAt',
  write: () => placed(state.mapAt),
  read(text) {
    setQuietly({ mapAt: readMapPlace(text) });
  },
});

// A person's own move is kept for the link.
let rememberWaiting = 0;

export function rememberMapPlace() {
  if (isPlacing) return;
  clearTimeout(rememberWaiting);
  rememberWaiting = setTimeout(() => {
    setQuietly({ mapAt: { x: Math.round(camera.x), y: Math.round(camera.y), scale: Number(camera.scale.toFixed(5)) } });
    writeLink();
  }, 200);
}

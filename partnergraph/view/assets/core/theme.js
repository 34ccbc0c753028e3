// The colours of the page, light or dark, and those of the vocabulary upon them.
import { contrast, mixed } from './colours.js';
import { edgeTypes, nodeTypes } from './data.js';
import { keepChoice } from './link.js';
import { darkScheme } from './media.js';
import { state, whenChanged } from './state.js';

export const isDark = () => (state.theme === 'auto' ? darkScheme.matches : state.theme === 'dark');

const OPACITIES = { light: { line: 0.45, backdrop: 0.11, faint: 0.08 }, dark: { line: 0.5, backdrop: 0.13, faint: 0.07 } };

// They stand in the page's style alone, each for both schemes: light-dark(LIGHT, DARK).
function fromStyle() {
  const style = getComputedStyle(document.documentElement);
  const [ground, ink, quiet, accent] = ['--ground', '--ink', '--quiet', '--accent'].map((name) => style.getPropertyValue(name).match(/#[0-9a-f]{6}/g));
  const scheme = (name, at) => ({ ground: ground[at], ink: ink[at], quiet: quiet[at], accent: accent[at], rim: ground[at], ...OPACITIES[name] });
  return { light: scheme('light', 0), dark: scheme('dark', 1) };
}

let schemes = null;

export function theme() {
  schemes ??= fromStyle();
  return schemes[isDark() ? 'dark' : 'light'];
}

const visibleColours = new Map();

// What would vanish against the dark background is lightened until it can be seen.
export function onGround(colour) {
  const { ground, ink } = theme();
  const key = colour + ground;
  if (!visibleColours.has(key)) {
    let visible = colour;
    for (let share = 0; contrast(visible, ground) < (isDark() ? 3.4 : 1.5) && share < 1; share += 0.1) {
      visible = mixed(colour, ink, share);
    }
    visibleColours.set(key, visible);
  }
  return visibleColours.get(key);
}

export const nodeColour = (type) => onGround(nodeTypes.get(type).colour);
export const edgeColour = (type) => onGround(edgeTypes.get(type).colour);

function applyTheme() {
  if (state.theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = state.theme;
}

keepChoice('theme', 'theme', (theme) => ['light', 'dark'].includes(theme));
whenChanged('theme', applyTheme);

// The colours of the map, light and dark.
import { isDark } from '../core/theme.js';

export const SHADES = {
  light: ['#e9e3f1', '#cfc2e2', '#ae9bcd', '#8b73b3', '#684d93'],
  dark: ['#332c4a', '#4a3f6b', '#66578f', '#8575b5', '#aa9cda'],
};

// Which shades a number of classes takes, so that few classes are as far apart as many.
export const SHADES_OF = [[], [2], [1, 3], [0, 2, 4], [0, 1, 3, 4], [0, 1, 2, 3, 4]];

export function mapColours() {
  return isDark()
    ? { sea: '#10151b', land: '#1d232b', zero: '#242936', coast: '#4a5562', border: '#5d6875', regional: '#454f5b', hatch: '#333c47' }
    : { sea: '#e6edf2', land: '#faf8f3', zero: '#f6f4fa', coast: '#9fb0bd', border: '#8d8a82', regional: '#bdb8ae', hatch: '#dcd8ce' };
}

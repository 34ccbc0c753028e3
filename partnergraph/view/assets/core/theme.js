// Colours come from the vocabulary. What would vanish against the dark background is lightened until it can be seen.
const darkScheme = matchMedia('(prefers-color-scheme: dark)');
const isDark = () => (state.theme === 'auto' ? darkScheme.matches : state.theme === 'dark');

const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
const hex = (parts) => `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

// The first colour with a share of the second in it.
function mixed(colour, other, share) {
  const others = channels(other);
  return hex(channels(colour).map((part, at) => part + (others[at] - part) * share));
}

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((part) => {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function theme() {
  return isDark()
    ? { ground: '#14181d', ink: '#e8ecf1', quiet: '#9aa5b1', rim: '#14181d', line: 0.5, faint: 0.07 }
    : { ground: '#fbfaf7', ink: '#1d2329', quiet: '#5b6570', rim: '#fbfaf7', line: 0.45, faint: 0.08 };
}

const shown = new Map();

function onGround(colour) {
  const { ground, ink } = theme();
  const key = colour + ground;
  if (!shown.has(key)) {
    let visible = colour;
    for (let share = 0; contrast(visible, ground) < (isDark() ? 3.4 : 1.5) && share < 1; share += 0.1) {
      visible = mixed(colour, ink, share);
    }
    shown.set(key, visible);
  }
  return shown.get(key);
}

const nodeColour = (type) => onGround(nodeTypes.get(type).colour);
const edgeColour = (type) => onGround(edgeTypes.get(type).colour);

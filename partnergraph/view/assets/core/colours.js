// Colours as #rrggbb: mixed with each other, and how well they can be told apart.
const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
const hex = (parts) => `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

// The first colour with a share of the second in it.
export function mixed(colour, other, share) {
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

export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

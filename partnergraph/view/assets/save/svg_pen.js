// A pen with the calls of a canvas context that writes SVG elements instead. `toScreen` brings a point to CSS pixels,
// `scale` a length. Only attributes are set: the page's policy allows no inline styles.
import { svg } from '../core/dom.js';

export const ruler = document.createElement('canvas').getContext('2d');
let svgIds = 0;

// What XML cannot hold is left out of a text.
// eslint-disable-next-line no-control-regex
export const xmlText = (text) => String(text).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
export const short = (number) => Math.round(number * 100) / 100;

export function svgText(text, attributes) {
  const made = svg('text', attributes);
  made.textContent = xmlText(text);
  return made;
}

const LOOK = ['fillStyle', 'strokeStyle', 'lineWidth', 'globalAlpha', 'font', 'textAlign', 'textBaseline', 'lineJoin', 'dash', 'parent'];

export class SvgPen {
  constructor(parent, { toScreen = (point) => point, scale = 1 } = {}) {
    Object.assign(this, { toScreen, scale, parent, path: '', halo: null, kept: [], dash: [] });
    Object.assign(this, { fillStyle: '#000', strokeStyle: '#000', lineWidth: 1, globalAlpha: 1, font: '10px sans-serif', textAlign: 'start', textBaseline: 'alphabetic', lineJoin: 'miter' });
  }

  save() { this.kept.push(LOOK.map((name) => this[name])); }

  restore() { this.kept.pop()?.forEach((value, at) => { this[LOOK[at]] = value; }); }

  // Text is measured at the screen's size; nothing else is drawn under another transform.
  setTransform() {}

  measureText(text) {
    ruler.font = this.font;
    return ruler.measureText(text);
  }

  setLineDash(dash) { this.dash = dash; }

  at(x, y) {
    const point = this.toScreen({ x, y });
    return `${short(point.x)} ${short(point.y)}`;
  }

  beginPath() { this.path = ''; }

  moveTo(x, y) { this.path += `M${this.at(x, y)}`; }

  lineTo(x, y) { this.path += `${this.path ? 'L' : 'M'}${this.at(x, y)}`; }

  quadraticCurveTo(cx, cy, x, y) { this.path += `Q${this.at(cx, cy)} ${this.at(x, y)}`; }

  closePath() { this.path += 'Z'; }

  arc(x, y, radius, from, to) { this.ellipse(x, y, radius, radius, 0, from, to); }

  // Whole ones only, which is all that is drawn.
  ellipse(x, y, rx, ry) {
    const turn = `A${short(rx * this.scale)} ${short(ry * this.scale)} 0 1 1 `;
    this.path += `M${this.at(x - rx, y)}${turn}${this.at(x + rx, y)}${turn}${this.at(x - rx, y)}Z`;
  }

  rect(x, y, width, height) {
    this.path += `M${this.at(x, y)}L${this.at(x + width, y)}L${this.at(x + width, y + height)}L${this.at(x, y + height)}Z`;
  }

  roundRect(x, y, width, height) { this.rect(x, y, width, height); }

  fillRect(x, y, width, height) {
    this.beginPath();
    this.rect(x, y, width, height);
    this.fill();
  }

  add(made) {
    this.parent.append(made);
    return made;
  }

  fill(rule) {
    if (!this.path) return undefined;
    const made = svg('path', { d: this.path, fill: this.fillStyle });
    if (rule === 'evenodd') made.setAttribute('fill-rule', rule);
    if (this.globalAlpha < 1) made.setAttribute('fill-opacity', short(this.globalAlpha));
    return this.add(made);
  }

  stroke() {
    if (!this.path) return undefined;
    const made = svg('path', { d: this.path, fill: 'none', stroke: this.strokeStyle, 'stroke-width': short(this.lineWidth * this.scale) });
    if (this.globalAlpha < 1) made.setAttribute('stroke-opacity', short(this.globalAlpha));
    if (this.lineJoin !== 'miter') made.setAttribute('stroke-linejoin', this.lineJoin);
    if (this.dash.length) made.setAttribute('stroke-dasharray', this.dash.map((length) => short(length * this.scale)).join(' '));
    return this.add(made);
  }

  clip(rule) {
    svgIds += 1;
    const clip = svg('clipPath', { id: `clip-${svgIds}` });
    clip.append(svg('path', { d: this.path || 'M0 0', 'clip-rule': rule === 'evenodd' ? rule : 'nonzero' }));
    this.add(clip);
    this.parent = this.add(svg('g', { 'clip-path': `url(#clip-${svgIds})` }));
  }

  // The stroke around a text is told by the fill that follows it: one element a text.
  strokeText() { this.halo = { stroke: this.strokeStyle, width: this.lineWidth }; }

  fillText(text, x, y) {
    const [, weight, size, family] = this.font.match(/^(?:(\d+|bold) )?([\d.]+)px (.*)$/) ?? [null, null, '10', 'sans-serif'];
    const pixels = Number(size) * this.scale;
    const down = { top: 0.8, middle: 0.35 }[this.textBaseline] ?? 0;
    const spot = this.toScreen({ x, y });
    const made = svgText(text, { x: short(spot.x), y: short(spot.y + down * pixels), 'font-size': short(pixels), 'font-family': family, fill: this.fillStyle });
    if (weight) made.setAttribute('font-weight', weight);
    if (this.textAlign === 'center') made.setAttribute('text-anchor', 'middle');
    if (this.globalAlpha < 1) made.setAttribute('opacity', short(this.globalAlpha));
    if (this.halo) {
      const around = { stroke: this.halo.stroke, 'stroke-width': short(this.halo.width * this.scale), 'stroke-linejoin': 'round', 'paint-order': 'stroke' };
      for (const [name, value] of Object.entries(around)) made.setAttribute(name, value);
      this.halo = null;
    }
    this.add(made);
  }
}

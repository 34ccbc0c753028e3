// Node shapes. vis-network sizes some shapes by the label inside them; here labels stand outside and size means facts,
// so those are drawn by ourselves.
import { edgeTypes, nodeTypes } from '../core/data.js';
import { svg } from '../core/dom.js';
import { edgeColour, nodeColour } from '../core/theme.js';

export const ownShapes = new Set(['ellipse', 'circle', 'database', 'box', 'text', 'circularImage', 'image', 'icon']);

function outline(ctx, shape, x, y, size) {
  ctx.beginPath();
  if (shape === 'ellipse') ctx.ellipse(x, y, size * 1.25, size * 0.8, 0, 0, 2 * Math.PI);
  else ctx.roundRect(x - size * 1.15, y - size * 0.75, size * 2.3, size * 1.5, size * 0.3);
}

// `sizeOf` is asked at every drawing, since the measure that sizes show can be changed.
export function ownShape(shape, sizeOf) {
  return ({ ctx, x, y, style }) => ({
    drawNode() {
      ctx.save();
      outline(ctx, shape, x, y, sizeOf());
      ctx.fillStyle = style.color;
      ctx.strokeStyle = style.borderColor;
      ctx.lineWidth = style.borderWidth;
      ctx.fill();
      if (style.borderWidth > 0) ctx.stroke();
      ctx.restore();
    },
    nodeDimensions: { width: sizeOf() * 2.4, height: sizeOf() * 1.6 },
  });
}

export const corners = {
  square: [[2, 2], [14, 2], [14, 14], [2, 14]],
  diamond: [[8, 1], [15, 8], [8, 15], [1, 8]],
  triangle: [[8, 1.5], [15, 14], [1, 14]],
  triangleDown: [[8, 14.5], [15, 2], [1, 2]],
  hexagon: [[15, 8], [11.5, 14], [4.5, 14], [1, 8], [4.5, 2], [11.5, 2]],
  star: [...Array(10).keys()].map((turn) => {
    const reach = turn % 2 ? 3.4 : 8;
    const angle = (turn * Math.PI) / 5;
    return [8 + reach * Math.sin(angle), 8.4 - reach * Math.cos(angle)];
  }),
};

// The small picture of a node type in the legend and the panel.
export function nodeSwatch(typeName) {
  const { shape } = nodeTypes.get(typeName);
  const fill = nodeColour(typeName);
  const picture = svg('svg', { viewBox: '0 0 16 16', 'aria-hidden': 'true', class: 'swatch' });
  if (corners[shape]) picture.append(svg('polygon', { points: corners[shape].map((at) => at.join(',')).join(' '), fill }));
  else if (shape === 'ellipse') picture.append(svg('ellipse', { cx: 8, cy: 8, rx: 7.5, ry: 4.8, fill }));
  else if (ownShapes.has(shape)) picture.append(svg('rect', { x: 1, y: 3.5, width: 14, height: 9, rx: 2, fill }));
  else picture.append(svg('circle', { cx: 8, cy: 8, r: 6.5, fill }));
  return picture;
}

export function edgeSwatch(typeName) {
  const { directed } = edgeTypes.get(typeName);
  const stroke = edgeColour(typeName);
  const picture = svg('svg', { viewBox: '0 0 24 16', 'aria-hidden': 'true', class: 'swatch wide' });
  picture.append(svg('line', { x1: 1, y1: 8, x2: directed ? 17 : 23, y2: 8, stroke, 'stroke-width': 3 }));
  if (directed) picture.append(svg('polygon', { points: '15,3 23,8 15,13', fill: stroke }));
  return picture;
}

import type { CanvasTheme } from './canvas-theme.ts';
import type { Paper } from './paper.ts';

/** How a link is drawn. */
export interface LinkPaint {
  readonly color: string;
  readonly isBright: boolean;
  readonly isFaint: boolean;
  /** The share 0 … 1 of a pulse along the link while its data is made; undefined without. */
  readonly flow: number | undefined;
}

/** Draws a link as a calm curve that leaves and arrives level. */
export function paintLink(
  ctx: Paper,
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { color, isBright, isFaint, flow }: LinkPaint,
  theme: CanvasTheme,
): void {
  const [ax, ay, bx, by] = [a[0] ?? 0, a[1] ?? 0, b[0] ?? 0, b[1] ?? 0];
  const bend = Math.min(140, Math.max(28, Math.hypot(bx - ax, by - ay) * 0.42));
  ctx.save();
  ctx.globalAlpha = isFaint ? 0.2 : isBright ? 1 : theme.isDark ? 0.72 : 0.8;
  ctx.lineWidth = isBright ? 3.2 : 2.2;
  ctx.lineCap = 'round';
  ctx.strokeStyle = color;
  ctx.fillStyle = color;
  ctx.beginPath();
  ctx.moveTo(ax, ay);
  ctx.bezierCurveTo(ax + bend, ay, bx - bend, by, bx, by);
  ctx.stroke();
  if (flow !== undefined) {
    ctx.globalAlpha = 1;
    ctx.lineWidth = 3.6;
    ctx.setLineDash([14, 26]);
    ctx.lineDashOffset = -flow * 40;
    ctx.stroke();
  }
  ctx.restore();
  ctx.fillStyle = color;
}

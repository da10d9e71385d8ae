/** A mask of a picture's size: one byte a pixel, 255 is the subject. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** A place in pixels of the mask. */
export type Point = readonly [x: number, y: number];

/** A part of the mask; right and bottom lie outside of it. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** What a stroke is drawn with. */
export interface Brush {
  /** In pixels of the mask. */
  readonly radius: number;
  /** 0 has a hard edge, 1 fades from the middle on. */
  readonly softness: number;
  readonly isEraser: boolean;
}

/** From this value on a pixel belongs to the subject. */
export const THRESHOLD = 128;

/** A mask without a subject. */
export function emptyMask(width: number, height = width): Mask {
  return { width, height, alpha: new Uint8Array(width * height) };
}

/** A mask in which everything is the subject. */
export function wholeMask(width: number, height: number): Mask {
  return { width, height, alpha: new Uint8Array(width * height).fill(255) };
}

/** The box about a segment that a brush is drawn along. */
export function segmentBox({ width, height }: Mask, from: Point, to: Point, radius: number): Box {
  const reach = radius + 1;
  const within = (value: number, most: number) => Math.max(0, Math.min(most, value));
  return {
    left: within(Math.floor(Math.min(from[0], to[0]) - reach), width),
    top: within(Math.floor(Math.min(from[1], to[1]) - reach), height),
    right: within(Math.ceil(Math.max(from[0], to[0]) + reach), width),
    bottom: within(Math.ceil(Math.max(from[1], to[1]) + reach), height),
  };
}

/** Paints along a segment with round ends; a segment of no length is a disc. */
export function paintSegment(mask: Mask, from: Point, to: Point, brush: Brush): void {
  const box = segmentBox(mask, from, to, brush.radius);
  const core = brush.radius * (1 - brush.softness);
  const fade = Math.max(1e-6, brush.radius - core);
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  for (let y = box.top; y < box.bottom; y += 1)
    for (let x = box.left; x < box.right; x += 1) {
      const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]];
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      const [ex, ey] = [px - along * dx, py - along * dy];
      const square = ex * ex + ey * ey; // of the distance: a large brush has no time for roots
      if (square > brush.radius * brush.radius) continue;
      const value = square <= core * core ? 255 : Math.round(255 * (1 - (Math.sqrt(square) - core) / fade));
      const at = y * mask.width + x;
      const before = mask.alpha[at] ?? 0;
      mask.alpha[at] = brush.isEraser ? Math.min(before, 255 - value) : Math.max(before, value);
    }
}

/**
 * Whether a stroke goes round something: longer than three diameters, and its end near its start
 * (one diameter, or 4 % of the side).
 */
export function isOutline(points: readonly Point[], radius: number, side: number): boolean {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 3) return false;
  const length = points.reduce((sum, point, index) => {
    const before = points[index - 1];
    return before ? sum + Math.hypot(point[0] - before[0], point[1] - before[1]) : sum;
  }, 0);
  const gap = Math.hypot(last[0] - first[0], last[1] - first[1]);
  return length > 6 * radius && gap <= Math.max(2 * radius, side * 0.04);
}

/** Fills the inside of a closed outline, even-odd. */
export function fillOutline({ width, height, alpha }: Mask, points: readonly Point[], value: number): void {
  const edges = points.map((point, index): readonly [Point, Point] => [
    point,
    points[(index + 1) % points.length] ?? point,
  ]);
  for (let y = 0; y < height; y += 1) {
    const crossings = edges
      .filter(([a, b]) => a[1] <= y + 0.5 !== b[1] <= y + 0.5)
      .map(([a, b]) => a[0] + ((y + 0.5 - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
      .sort((a, b) => a - b);
    for (let pair = 0; pair + 1 < crossings.length; pair += 2) {
      const left = Math.max(0, Math.ceil((crossings[pair] ?? 0) - 0.5));
      const right = Math.min(width, Math.ceil((crossings[pair + 1] ?? 0) - 0.5));
      if (right > left) alpha.fill(value, y * width + left, y * width + right);
    }
  }
}

/** Turns subject and background round. */
export function invert({ alpha }: Mask): void {
  for (let at = 0; at < alpha.length; at += 1) alpha[at] = 255 - (alpha[at] ?? 0);
}

/** Softens the edge by two box filters of the given radius, along rows and along columns. */
export function feather(mask: Mask, radius: number): void {
  if (radius < 1) return;
  for (let pass = 0; pass < 2; pass += 1) {
    const { width, height, alpha } = mask;
    for (let row = 0; row < height; row += 1)
      smoothLine(alpha, { start: row * width, step: 1, count: width }, radius);
    for (let column = 0; column < width; column += 1)
      smoothLine(alpha, { start: column, step: width, count: height }, radius);
  }
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

function smoothLine(alpha: Uint8Array, { start, step, count }: Line, radius: number): void {
  const line = Uint8Array.from({ length: count }, (_, index) => alpha[start + index * step] ?? 0);
  const at = (index: number) => line[Math.max(0, Math.min(count - 1, index))] ?? 0;
  let sum = 0;
  for (let index = -radius; index <= radius; index += 1) sum += at(index);
  for (let index = 0; index < count; index += 1) {
    alpha[start + index * step] = Math.round(sum / (2 * radius + 1));
    sum += at(index + radius + 1) - at(index - radius);
  }
}

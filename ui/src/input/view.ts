/** Where the canvas looks: a point of the graph is at (point + offset) · scale on the screen. */
export interface View {
  readonly scale: number;
  readonly offset: readonly [number, number];
}

/** A rectangle: left, top, width, height. */
export type Box = readonly [number, number, number, number];

/** The limits of the zoom. */
export const ZOOM = { least: 0.1, most: 4 } as const;

const NOTCH = 100;
const LINE_PX = 33;

/** What turns the wheel; `auto` tells by the event. */
export type WheelDevice = 'auto' | 'mouse' | 'trackpad';

/** What of a wheel event decides the view. */
export interface Wheel {
  readonly dx: number;
  readonly dy: number;
  /** 0 pixels, 1 lines, 2 pages. */
  readonly mode: number;
  readonly isZoom: boolean;
  readonly device: WheelDevice;
  /** The pointer, from the canvas's corner. */
  readonly at: readonly [number, number];
}

/**
 * The view after a turn of the wheel: with Ctrl (a pinch of the trackpad) zoom by exp(−0.01·dy), a notch of a mouse by
 * exp(−0.0015·dy), two fingers pan.
 */
export function wheeled(view: View, { dx, dy, mode, isZoom, device, at }: Wheel): View {
  if (isZoom) return zoomed(view, Math.exp(-0.01 * dy), at);
  const looksLikeNotch = mode !== 0 || (dx === 0 && Math.abs(dy) >= NOTCH);
  const isNotch = device === 'auto' ? looksLikeNotch : device === 'mouse';
  if (isNotch) return zoomed(view, Math.exp(-0.0015 * dy * (mode === 0 ? 1 : LINE_PX)), at);
  return panned(view, -dx, -dy);
}

/** The view at another scale, the point under `at` unmoved. */
export function zoomed({ scale, offset }: View, factor: number, at: readonly [number, number]): View {
  const next = Math.min(ZOOM.most, Math.max(ZOOM.least, scale * factor));
  const shift = (axis: 0 | 1) => offset[axis] + at[axis] / next - at[axis] / scale;
  return { scale: next, offset: [shift(0), shift(1)] };
}

/** The view moved by pixels of the screen. */
export function panned({ scale, offset }: View, dx: number, dy: number): View {
  return { scale, offset: [offset[0] + dx / scale, offset[1] + dy / scale] };
}

/** By how many pixels of the screen one view is moved from another; undefined where it is zoomed too. */
export function shiftBetween(from: View, to: View): [number, number] | undefined {
  const shift = (axis: 0 | 1) => (to.offset[axis] - from.offset[axis]) * to.scale;
  return from.scale === to.scale ? [shift(0), shift(1)] : undefined;
}

/** The view that shows a box in the middle, not larger than life. */
export function fitted([left, top, width, height]: Box, size: readonly [number, number], margin = 28): View {
  const scale = Math.min(
    1,
    Math.max(
      ZOOM.least,
      Math.min((size[0] - 2 * margin) / Math.max(1, width), (size[1] - 2 * margin) / Math.max(1, height)),
    ),
  );
  return {
    scale,
    offset: [size[0] / scale / 2 - left - width / 2, size[1] / scale / 2 - top - height / 2],
  };
}

/** The point of the graph under a point of the screen. */
export function graphPoint({ scale, offset }: View, x: number, y: number): [number, number] {
  return [x / scale - offset[0], y / scale - offset[1]];
}

/** Whether two rectangles have an inside in common. */
export function overlaps(a: Box, b: Box): boolean {
  return a[0] < b[0] + b[2] && a[0] + a[2] > b[0] && a[1] < b[1] + b[3] && a[1] + a[3] > b[1];
}

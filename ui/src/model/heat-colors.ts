/** Colours from nothing to most: dark blue, grey, yellow, each lighter than the one before, told apart by all eyes. */
const STOPS = [
  [10, 32, 92],
  [78, 88, 120],
  [136, 132, 118],
  [198, 182, 82],
  [255, 234, 70],
] as const;

/** The colour of a share 0 … 1. @returns red, green and blue, 0 … 255 */
export function heatColor(share: number): readonly [number, number, number] {
  const place = Math.max(0, Math.min(1, share)) * (STOPS.length - 1);
  const below = Math.min(STOPS.length - 2, Math.floor(place));
  const [from, to] = [STOPS[below] ?? STOPS[0], STOPS[below + 1] ?? STOPS[0]];
  const mixed = (c: 0 | 1 | 2) => Math.round(from[c] + (to[c] - from[c]) * (place - below));
  return [mixed(0), mixed(1), mixed(2)];
}

/** A map as pixels: the most of it in the lightest colour and opaque, nothing clear. @returns RGBA, four bytes a cell */
export function heatPixels(map: Uint8Array): Uint8ClampedArray<ArrayBuffer> {
  const most = map.reduce((a, b) => Math.max(a, b), 1);
  const pixels = new Uint8ClampedArray(map.length * 4);
  map.forEach((value, at) => pixels.set([...heatColor(value / most), (255 * value) / most], at * 4));
  return pixels;
}

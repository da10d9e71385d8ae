import type { LayerMaps } from './attention-record.ts';

/** Which maps of a layer are added, and at which side. */
interface Enlarging {
  /** Side of the square that a map is enlarged to. */
  readonly side: number;
  /** How many maps a picture has. */
  readonly columns: number;
  /** Which picture of the batch; the first when left out. */
  readonly picture?: number;
}

/**
 * Adds the maps of a layer, enlarged bilinearly between the middles of cells, as PyTorch does without `align_corners`.
 * @param sum [columns, side, side]
 */
export function addEnlarged(
  sum: Float32Array,
  { height, width, values: { data } }: LayerMaps,
  { side, columns, picture = 0 }: Enlarging,
): void {
  const [rows, cells] = [places(side, height), places(side, width)];
  const first = picture * height * width;
  rows.forEach((row, y) => {
    cells.forEach((cell, x) => {
      for (const [v, rowShare] of row)
        for (const [u, cellShare] of cell)
          for (let column = 0; column < columns; column += 1) {
            const at = (column * side + y) * side + x;
            const value = data[(first + v * width + u) * columns + column] ?? 0;
            sum[at] = (sum[at] ?? 0) + rowShare * cellShare * value;
          }
    });
  });
}

/** For each of `to` places the two of `from` that it lies between, with their shares. */
function places(to: number, from: number): readonly (readonly (readonly [at: number, share: number])[])[] {
  return Array.from({ length: to }, (_, index) => {
    const place = Math.max(0, ((index + 0.5) * from) / to - 0.5);
    const low = Math.min(from - 1, Math.floor(place));
    const high = Math.min(from - 1, low + 1);
    const share = high === low ? 0 : place - low;
    return [
      [low, 1 - share],
      [high, share],
    ];
  });
}

import type { Tensor } from '../tensor/tensor.ts';

/**
 * Masks grown by a number of pixels on all sides, or shrunk by a negative one: in each turn a pixel becomes the largest (the smallest) of its neighbours.
 * Outside of the picture lies what is at its edge. Source: ComfyUI's GrowMask.
 * @param mask [B, H, W], 0 … 1 @param tapered whether the four neighbours count, so that corners become slanted, or all eight
 */
export function grownMask(mask: Tensor, pixels: number, tapered: boolean): Tensor {
  const pick = pixels < 0 ? Math.min : Math.max;
  const [, height = 0, width = 0] = mask.dims;
  let grown = mask;
  for (let turn = 0; turn < Math.min(Math.abs(pixels), height + width); turn += 1) {
    const across = alongAxis(grown, 2, [-1, 0, 1], pick);
    const down = alongAxis(tapered ? grown : across, 1, [-1, 0, 1], pick);
    grown = tapered ? { dims: mask.dims, data: across.data.map((v, i) => pick(v, down.data[i] ?? v)) } : down;
  }
  return grown;
}

/**
 * Masks of 0 and 1, grown by squares: a pixel is 1 where the values of the square about it sum to more than a half.
 * A square of an even side reaches one pixel further up and left. Source: ComfyUI's VAEEncodeForInpaint.
 * @param mask [B, H, W], 0 … 1 @param side of the square, pixels; 0 and 1 only round
 */
export function squareGrownMask(mask: Tensor, side: number): Tensor {
  const before = Math.ceil((Math.max(side, 1) - 1) / 2);
  const offsets = Array.from({ length: Math.max(side, 1) }, (_, i) => i - before);
  const add = (a: number, b: number): number => a + b;
  const sums = alongAxis(alongAxis(mask, 2, offsets, add, 0), 1, offsets, add, 0);
  return { dims: mask.dims, data: sums.data.map((v) => (v > 0.5 ? 1 : 0)) };
}

/** Joins each value with its neighbours along an axis; those beyond the edge are the edge's own value, or `outside`. */
function alongAxis(
  { dims, data }: Tensor,
  axis: 1 | 2,
  offsets: readonly number[],
  join: (a: number, b: number) => number,
  outside?: number,
): Tensor {
  const [, height = 0, width = 0] = dims;
  const [length, stride] = axis === 1 ? [height, width] : [width, 1];
  const out = data.map((own, at) => {
    const place = Math.floor(at / stride) % length;
    let joined: number | undefined;
    for (const offset of offsets) {
      const isInside = place + offset >= 0 && place + offset < length;
      const value = isInside ? (data[at + offset * stride] ?? 0) : (outside ?? own);
      joined = joined === undefined ? value : join(joined, value);
    }
    return joined ?? own;
  });
  return { dims, data: out };
}

import { mapped, type Tensor } from '../tensor/tensor.ts';

/**
 * Masks grown by a number of pixels on all sides, or shrunk by a negative one: in each turn a pixel becomes the largest (the smallest) of its neighbours.
 * Outside of the picture lies what is at its edge. Source: ComfyUI's GrowMask.
 * @param mask [B, H, W], 0 … 1 @param tapered whether the four neighbours count, so that corners become slanted, or all eight
 */
export function grownMask(mask: Tensor, pixels: number, tapered: boolean): Tensor {
  const pick = pixels < 0 ? Math.min : Math.max;
  let grown = mask;
  for (let turn = 0; turn < Math.abs(pixels); turn += 1) {
    const across = ofThree(grown, 2, pick);
    const next = tapered ? joined(across, ofThree(grown, 1, pick), pick) : ofThree(across, 1, pick);
    if (next.data.every((value, i) => value === grown.data[i])) break; // nothing is left to grow into
    grown = next;
  }
  return grown;
}

/**
 * Masks of 0 and 1, grown by squares: a pixel is 1 where any of the square about it is above a half.
 * A square of an even side reaches one pixel further up and left. Source: ComfyUI's VAEEncodeForInpaint.
 * @param mask [B, H, W], 0 … 1 @param side of the square, pixels; 0 and 1 only round
 */
export function squareGrownMask(mask: Tensor, side: number): Tensor {
  const rest = Math.max(side, 1) - 1;
  const rounded = mapped(mask, (v) => (v > 0.5 ? 1 : 0));
  return withinReach(withinReach(rounded, 2, rest), 1, rest);
}

type Pick = (a: number, b: number) => number;

/** Each value, or that of a neighbour along an axis. */
function ofThree({ dims, data }: Tensor, axis: 1 | 2, pick: Pick): Tensor {
  const { length, stride } = lines(dims, axis);
  const out = data.map((own, at) => {
    const place = Math.floor(at / stride) % length;
    const before = place > 0 ? (data[at - stride] ?? own) : own;
    const after = place < length - 1 ? (data[at + stride] ?? own) : own;
    return pick(own, pick(before, after));
  });
  return { dims, data: out };
}

const joined = (a: Tensor, b: Tensor, pick: Pick): Tensor =>
  mapped(a, (value, i) => pick(value, b.data[i] ?? value));

/** 1 where a 1 lies up to half of `rest` steps away along an axis; of an odd number one more before than behind. */
function withinReach({ dims, data }: Tensor, axis: 1 | 2, rest: number): Tensor {
  const { length, stride } = lines(dims, axis);
  const [before, after] = [Math.ceil(rest / 2), Math.floor(rest / 2)];
  const out = new Float32Array(data.length);
  data.forEach((value, at) => {
    if (value === 0) return;
    const place = Math.floor(at / stride) % length;
    const [first, last] = [Math.max(0, place - after), Math.min(length - 1, place + before)];
    for (let near = first; near <= last; near += 1) out[at + (near - place) * stride] = 1;
  });
  return { dims, data: out };
}

/** How long the lines along an axis of masks are, and how far apart their values. */
function lines(
  [, height = 0, width = 0]: readonly number[],
  axis: 1 | 2,
): { length: number; stride: number } {
  return axis === 1 ? { length: height, stride: width } : { length: width, stride: 1 };
}

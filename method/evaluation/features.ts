import { tensor, type Tensor } from '../tensor/tensor.ts';
import { meanOf } from './statistics.ts';

/** How one picture resembles its references. */
export interface Likeness {
  /** The cosine with each reference, −1 … 1. */
  readonly each: readonly number[];
  readonly mean: number;
  readonly max: number;
}

/** Rows of length 1: f̂ = f/‖f‖₂. @param rows [B, d] @returns [B, d] */
export function unitRows({ dims, data }: Tensor): Tensor {
  const [count = 0, width = 0] = dims;
  const out = new Float32Array(data.length);
  for (let b = 0; b < count; b += 1) {
    const row = data.subarray(b * width, (b + 1) * width);
    const length = Math.sqrt(row.reduce((sum, v) => sum + v * v, 0));
    out.set(
      row.map((v) => v / Math.max(length, 1e-12)),
      b * width,
    );
  }
  return tensor(out, dims);
}

/**
 * CLIP-T: ⟨t̂, f̂⟩ of each picture with its text, raw: neither scaled nor clipped at 0.
 * @param pictures unit features [B, d] @param texts unit features of one text for all, [1, d], or of one a picture, [B, d]
 */
export function textAlignments(pictures: Tensor, texts: Tensor): number[] {
  const [count = 0] = pictures.dims;
  const [given = 0] = texts.dims;
  if (given !== 1 && given !== count)
    throw new Error(`texts: expected 1 or ${count} for ${count} pictures, got ${given}`);
  return Array.from({ length: count }, (_, b) => cosine(pictures, b, texts, given === 1 ? 0 : b));
}

/**
 * CLIP-I, DINO-I or ID-I: ⟨f̂(x_k), f̂(g)⟩ of each picture with every reference.
 * @param pictures unit features [B, d] @param references unit features [K, d]
 */
export function likenesses(pictures: Tensor, references: Tensor): Likeness[] {
  const [count = 0] = pictures.dims;
  const [known = 0] = references.dims;
  if (known === 0) throw new Error('references: expected at least one, got none');
  return Array.from({ length: count }, (_, b) => {
    const each = Array.from({ length: known }, (__, k) => cosine(pictures, b, references, k));
    return { each, mean: meanOf(each), max: Math.max(...each) };
  });
}

/**
 * The row of a gallery that each picture is nearest to; R@1 is the share of pictures whose own it is.
 * @param pictures unit features [B, d] @param gallery unit features [G, d]
 */
export const nearest = (pictures: Tensor, gallery: Tensor): number[] =>
  likenesses(pictures, gallery).map(({ each, max }) => each.indexOf(max));

function cosine(x: Tensor, row: number, y: Tensor, other: number): number {
  const [, width = 0] = x.dims;
  const [, wide = 0] = y.dims;
  if (width !== wide)
    throw new Error(`features: expected ${width} numbers each, got ${wide} (of another judge?)`);
  let sum = 0;
  for (let i = 0; i < width; i += 1) sum += (x.data[row * width + i] ?? 0) * (y.data[other * width + i] ?? 0);
  return sum;
}

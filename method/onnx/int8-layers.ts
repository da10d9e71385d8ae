import type { Module } from '../checkpoint/module.ts';
import { INT8, SCALES } from '../checkpoint/derived-weights.ts';
import type { Value } from './value.ts';

/** Whether a layer has 8-bit weights beside its own. */
export const hasInt8 = (m: Module): boolean => m.has(`weight.${INT8}`);

/** Side of a square kernel, and its step. */
interface ConvSize {
  readonly kernel: number;
  readonly stride: number;
}

/** What a tensor became: levels 0 … 255, their scale, and the level of 0; one scale for the whole tensor. */
interface Levels {
  readonly levels: Value;
  readonly scale: Value;
  readonly zero: Value;
}

/** Quantises a tensor by the range that it has in this run. */
function quantised(x: Value): Levels {
  const [levels, scale, zero] = x.graph.nodeOf('DynamicQuantizeLinear', [x], {}, 3);
  if (!levels || !scale || !zero) throw new Error('DynamicQuantizeLinear: expected three outputs, got fewer');
  return { levels, scale, zero };
}

/** Sizes of a product, and which of its outputs are wanted: from, up to; all when left out. */
interface ProductDims {
  readonly inputs: number;
  readonly outputs: number;
  readonly wanted?: readonly [from: number, to: number];
}

/** levels · W + b in 32-bit floats. @param levels [..., inputs] @returns [..., outputs] */
function product(
  m: Module,
  { levels, scale, zero }: Levels,
  { inputs, outputs, wanted }: ProductDims,
): Value {
  const { graph } = levels;
  // Parts of constants are taken once, when the graph is loaded.
  const part = (constant: Value, axis: number): Value =>
    wanted ? constant.slice(axis, ...wanted) : constant;
  const weight = part(graph.levels(m.tensor(`weight.${INT8}`, [inputs, outputs])), 1);
  const scales = part(graph.parameter(m.tensor(`weight.${SCALES}`, [outputs])), 0);
  const bias = m.has('bias') ? part(graph.parameter(m.tensor('bias', [outputs])), 0) : undefined;
  const operands = [levels, weight, scale, scales, zero];
  return graph.node('com.microsoft/MatMulIntegerToFloat', bias ? [...operands, undefined, bias] : operands);
}

/** A linear layer in 8-bit integers (W8A8, activations by their range in this run). @param x [B, N, from] @returns [B, N, to] */
export const int8Linear = (m: Module, x: Value, from: number, to: number): Value =>
  product(m, quantised(x), { inputs: from, outputs: to });

/** The gate of a feed-forward layer: the first half of the outputs times the Gelu of the second, each a product of its own. @returns [B, N, inner] */
export function int8Gate(m: Module, x: Value, from: number, inner: number): Value {
  const levels = quantised(x);
  const half = (start: number): Value =>
    product(m, levels, { inputs: from, outputs: inner * 2, wanted: [start, start + inner] });
  return half(0).mul(half(inner).gelu());
}

/**
 * A convolution in 8-bit integers: the taps' pixels side by side, then one product.
 * @param x [B, from, H, W] @returns [B, to, H/stride, W/stride]
 */
export function int8Conv(m: Module, x: Value, from: number, to: number, { kernel, stride }: ConvSize): Value {
  const { levels, ...how } = quantised(x);
  const pixels = levels.transpose(0, 2, 3, 1); // [B, H, W, from]
  const taps = kernel * stride === 1 ? pixels : sideBySide(pixels, how.zero, { kernel, stride });
  return product(m, { levels: taps, ...how }, { inputs: from * kernel ** 2, outputs: to }).transpose(
    0,
    3,
    1,
    2,
  );
}

/**
 * The neighbourhood of each pixel that the kernel stands on as its channels, zeros around.
 * @param pixels [B, H, W, C] @returns [B, H/stride, W/stride, kernel²·C]
 */
function sideBySide(pixels: Value, zero: Value, { kernel, stride }: ConvSize): Value {
  const { graph } = pixels;
  const around = (kernel - 1) >> 1;
  const pads = graph.integers([0, around, around, 0, 0, around, around, 0]);
  const padded = graph.node('Pad', [pixels, pads, zero]);
  const end = (start: number): number =>
    start === kernel - 1 ? Number.MAX_SAFE_INTEGER : start - kernel + 1;
  const shifted = Array.from({ length: kernel ** 2 }, (_, tap) => {
    const [top, left] = [Math.floor(tap / kernel), tap % kernel];
    const bounds = [
      [top, left],
      [end(top), end(left)],
      [1, 2],
      [stride, stride],
    ].map((list) => graph.integers(list));
    return graph.node('Slice', [padded, ...bounds]);
  });
  const [first, ...rest] = shifted;
  if (first === undefined) throw new Error(`int8 convolution: expected a kernel of 1 or more, got ${kernel}`);
  return first.concat(rest, 3);
}

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

/** Sizes of a product, whether a bias is added, and which of its outputs are wanted: from, up to; all when left out. */
interface ProductDims {
  readonly inputs: number;
  readonly outputs: number;
  readonly hasBias: boolean;
  readonly wanted?: readonly [from: number, to: number];
}

/** levels · W, + b, in 32-bit floats. @param levels [..., inputs] @returns [..., outputs] */
function product(
  m: Module,
  { levels, scale, zero }: Levels,
  { inputs, outputs, hasBias, wanted }: ProductDims,
): Value {
  const { graph } = levels;
  // Parts of constants are taken once, when the graph is loaded.
  const part = (constant: Value, axis: number): Value =>
    wanted ? constant.slice(axis, ...wanted) : constant;
  const weight = part(graph.levels(m.tensor(`weight.${INT8}`, [inputs, outputs])), 1);
  const scales = part(graph.parameter(m.tensor(`weight.${SCALES}`, [outputs])), 0);
  const bias = hasBias ? part(graph.parameter(m.tensor('bias', [outputs])), 0) : undefined;
  const operands = [levels, weight, scale, scales, zero];
  return graph.node('com.microsoft/MatMulIntegerToFloat', bias ? [...operands, undefined, bias] : operands);
}

/** A linear layer in 8-bit integers (W8A8, activations by their range in this run). @param x [B, N, from] @returns [B, N, to] */
export const int8Linear = (m: Module, x: Value, from: number, to: number): Value =>
  product(m, quantised(x), { inputs: from, outputs: to, hasBias: true });

/** The same without a bias. @param x [B, N, from] @returns [B, N, to] */
export const int8LinearWithoutBias = (m: Module, x: Value, from: number, to: number): Value =>
  product(m, quantised(x), { inputs: from, outputs: to, hasBias: false });

/** The gate of a feed-forward layer: the first half of the outputs times the Gelu of the second, each a product of its own. @returns [B, N, inner] */
export function int8Gate(m: Module, x: Value, from: number, inner: number): Value {
  const levels = quantised(x);
  const half = (start: number): Value =>
    product(m, levels, { inputs: from, outputs: inner * 2, hasBias: true, wanted: [start, start + inner] });
  return half(0).mul(half(inner).gelu());
}

/**
 * A convolution in 8-bit integers: the taps' pixels side by side, then one product.
 * @param x [B, from, H, W] @returns [B, to, H/stride, W/stride]
 */
export function int8Conv(m: Module, x: Value, from: number, to: number, { kernel, stride }: ConvSize): Value {
  const { levels, ...how } = quantised(x);
  const pixels = levels.transpose(0, 2, 3, 1); // [B, H, W, from]
  const taps = kernel * stride === 1 ? pixels : sideBySide(pixels, how.zero, from, { kernel, stride });
  return product(
    m,
    { levels: taps, ...how },
    { inputs: from * kernel ** 2, outputs: to, hasBias: true },
  ).transpose(0, 3, 1, 2);
}

/**
 * The neighbourhood of each pixel that the kernel stands on as its channels, zeros around. Gathered at once: with a slice for each
 * tap and their concatenation it takes 1.5 times as long.
 * @param pixels [B, H, W, C] @returns [B, H/stride, W/stride, kernel²·C]
 */
function sideBySide(pixels: Value, zero: Value, channels: number, size: ConvSize): Value {
  const { graph } = pixels;
  const around = (size.kernel - 1) >> 1;
  const pads = graph.integers([0, around, around, 0, 0, around, around, 0]);
  const padded = graph.node('Pad', [pixels, pads, zero]).reshape(0, -1, channels);
  const taps = graph.node('Gather', [padded, tapPlaces(pixels, size)], { axis: 1 }); // [B, H/stride, W/stride, kernel², C]
  return taps.reshape(0, 0, 0, size.kernel ** 2 * channels);
}

/** Where the taps of each pixel lie in the picture with its borders, counted line by line, [H/stride, W/stride, kernel²]. */
function tapPlaces(pixels: Value, { kernel, stride }: ConvSize): Value {
  const { graph } = pixels;
  const side = (axis: number): Value =>
    graph.node('Squeeze', [graph.node('Shape', [pixels], { start: axis, end: axis + 1 })]);
  const every = (end: Value): Value => graph.node('Range', [graph.integers(0), end, graph.integers(stride)]);
  const taps = Array.from({ length: kernel ** 2 }, (_, tap) => tap);
  const [height, width] = [side(1), side(2)];
  const lines = graph
    .node('Unsqueeze', [every(height), graph.integers([1, 2])])
    .add(graph.integers(taps.map((tap) => Math.floor(tap / kernel)))); // [H/stride, 1, kernel²]
  const columns = graph
    .node('Unsqueeze', [every(width), graph.integers([1])])
    .add(graph.integers(taps.map((tap) => tap % kernel))); // [W/stride, kernel²]
  return lines.mul(width.add(graph.integers(kernel - 1))).add(columns);
}

import type { Module } from '../checkpoint/module.ts';
import type { Graph } from './graph.ts';
import { hasInt8, int8Conv, int8Gate, int8Linear, int8LinearWithoutBias } from './int8-layers.ts';
import type { Value } from './value.ts';

/** Whether a layer is computed in 8-bit integers: where it has such weights and the dialect takes them. */
export const isInt8 = ({ dialect }: Graph, m: Module): boolean => dialect.takesInt8 && hasInt8(m);

/** y = x·Wᵀ + b over the last axis. @param x [B, N, from] @returns [B, N, to] @throws when W or b is missing */
export function linear(m: Module, x: Value, from: number, to: number): Value {
  const { graph } = x;
  if (isInt8(graph, m)) return int8Linear(m, x, from, to);
  return product(m, x, from, to).add(graph.parameter(m.tensor('bias', [to])));
}

/** y = x·Wᵀ: a linear layer that is published without a bias. @param x [B, N, from] @returns [B, N, to] */
export const linearWithoutBias = (m: Module, x: Value, from: number, to: number): Value =>
  isInt8(x.graph, m) ? int8LinearWithoutBias(m, x, from, to) : product(m, x, from, to);

/** Convolution with a square kernel and a bias. @param x [B, from, H, W] @returns [B, to, H/stride, W/stride] */
export function conv2d(
  m: Module,
  x: Value,
  from: number,
  to: number,
  {
    kernel = 3,
    stride = 1,
    pads,
  }: { kernel?: number; stride?: number; pads?: readonly [number, number, number, number] } = {},
): Value {
  const { graph } = x;
  if (isInt8(graph, m) && pads === undefined) return int8Conv(m, x, from, to, { kernel, stride });
  const around = (kernel - 1) >> 1;
  const weight = graph.parameter(m.tensor('weight', [to, from, kernel, kernel]));
  const bias = graph.parameter(m.tensor('bias', [to]));
  const attributes = {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: pads ?? [around, around, around, around],
  };
  if (!graph.dialect.hasChannelsLastConv) return graph.node('Conv', [x, weight, bias], attributes);
  const operands = [x.channelsLast(), weight.channelsLast(), bias];
  return graph.node('com.microsoft/NhwcConv', operands, attributes).channelsFirst();
}

/** LayerNorm over the last axis. @param x [B, N, width] */
export function layerNorm(m: Module, x: Value, width: number, epsilon = 1e-5): Value {
  const { graph } = x;
  const scale = graph.parameter(m.tensor('weight', [width]));
  const bias = graph.parameter(m.tensor('bias', [width]));
  return graph.node('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: { float: epsilon } });
}

/**
 * The gate of a feed-forward layer (GEGLU): of x·Wᵀ + b the first half times the Gelu of the second.
 * @param x [B, N, from] @returns [B, N, inner]
 */
export function gatedLinear(m: Module, x: Value, from: number, inner: number): Value {
  const { graph } = x;
  if (isInt8(graph, m)) return int8Gate(m, x, from, inner);
  const to = inner * 2;
  if (graph.dialect.fusedGates.includes(to)) {
    const bias = graph.parameter(m.tensor('bias', [to]));
    return graph.node('com.microsoft/BiasSplitGelu', [product(m, x, from, to), bias]);
  }
  const both = linear(m, x, from, to);
  return both.slice(2, 0, inner).mul(both.slice(2, inner, to).gelu());
}

/** x·Wᵀ, without a transposed copy of W where the dialect can say so. */
function product(m: Module, x: Value, from: number, to: number): Value {
  const { graph } = x;
  const weight = graph.parameter(m.tensor('weight', [to, from]));
  return graph.dialect.hasFusedProducts
    ? graph.node('com.microsoft/FusedMatMul', [x, weight], { transB: 1 })
    : x.matmul(weight.transpose(1, 0));
}

import type { Module } from '../checkpoint/module.ts';
import { hasInt8, int8Conv, int8Linear } from './int8-layers.ts';
import type { Value } from './value.ts';

/** y = x·Wᵀ + b over the last axis. @param x [B, N, from] @returns [B, N, to] */
export function linear(m: Module, x: Value, from: number, to: number): Value {
  if (hasInt8(m)) return int8Linear(m, x, from, to);
  const { graph } = x;
  const weight = graph.parameter(m.tensor('weight', [to, from])).transpose(1, 0);
  const y = x.matmul(weight);
  return m.has('bias') ? y.add(graph.parameter(m.tensor('bias', [to]))) : y;
}

/** Convolution with a square kernel. @param x [B, from, H, W] @returns [B, to, H/stride, W/stride] */
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
  if (hasInt8(m) && pads === undefined) return int8Conv(m, x, from, to, { kernel, stride });
  const { graph } = x;
  const around = (kernel - 1) >> 1;
  const weight = graph.parameter(m.tensor('weight', [to, from, kernel, kernel]));
  const bias = m.has('bias') ? graph.parameter(m.tensor('bias', [to])) : undefined;
  return graph.node('Conv', bias ? [x, weight, bias] : [x, weight], {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: pads ?? [around, around, around, around],
  });
}

/** LayerNorm over the last axis. @param x [B, N, width] */
export function layerNorm(m: Module, x: Value, width: number, epsilon = 1e-5): Value {
  const { graph } = x;
  const scale = graph.parameter(m.tensor('weight', [width]));
  const bias = graph.parameter(m.tensor('bias', [width]));
  return graph.node('LayerNormalization', [x, scale, bias], { axis: -1, epsilon: { float: epsilon } });
}

/** GroupNorm over channels, written with InstanceNormalization, which every runtime has. @param x [B, channels, H, W] */
export function groupNorm(m: Module, x: Value, channels: number, groups: number, epsilon: number): Value {
  const { graph } = x;
  const ones = graph.floats(
    Array.from({ length: groups }, () => 1),
    [groups],
  );
  const zeros = graph.floats(
    Array.from({ length: groups }, () => 0),
    [groups],
  );
  const shape = graph.node('Shape', [x]);
  const flat = x.reshape(0, groups, -1);
  const normal = graph.node('InstanceNormalization', [flat, ones, zeros], { epsilon: { float: epsilon } });
  const back = graph.node('Reshape', [normal, shape]);
  const scale = graph.parameter(m.tensor('weight', [channels])).reshape(1, channels, 1, 1);
  const bias = graph.parameter(m.tensor('bias', [channels])).reshape(1, channels, 1, 1);
  return back.mul(scale).add(bias);
}

/**
 * softmax(QKᵀ/√d)·V in heads, as one fused node.
 * @param query [B, N, width] @param key [B, M, width] @param value [B, M, width] @returns [B, N, width]
 */
export function attention(query: Value, key: Value, value: Value, heads: number, bias?: Value): Value {
  const inputs = bias ? [query, key, value, undefined, undefined, bias] : [query, key, value];
  return query.graph.node('com.microsoft/MultiHeadAttention', inputs, { num_heads: heads });
}

/** Heads apart. @param x [B, N, heads·d] @returns [B, heads, N, d] */
export const splitHeads = (x: Value, heads: number, width: number): Value =>
  x.reshape(0, 0, heads, width / heads).transpose(0, 2, 1, 3);

/** Heads together again. @param x [B, heads, N, d] @returns [B, N, heads·d] */
export const mergeHeads = (x: Value, width: number): Value => x.transpose(0, 2, 1, 3).reshape(0, 0, width);

import type { Module } from '../checkpoint/module.ts';
import { groupNorm } from '../onnx/group-norm.ts';
import { conv2d, linear } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';

/** Sizes of a residual block. */
export interface ResidualDims {
  readonly from: number;
  readonly to: number;
  readonly groups: number;
  readonly epsilon: number;
}

/**
 * A residual block of UNet or autoencoder: GroupNorm, SiLU, convolution, twice; the time enters between them.
 * Source: ResnetBlock2D of diffusers. @param x [B, from, H, W] @param time [B, timeWidth] @returns [B, to, H, W]
 */
export function residual(
  m: Module,
  x: Value,
  { from, to, groups, epsilon }: ResidualDims,
  time?: { value: Value; width: number },
): Value {
  const norm = { groups, epsilon, hasSilu: true };
  const inner = conv2d(m.at('conv1'), groupNorm(m.at('norm1'), x, { ...norm, channels: from }), from, to);
  const added = time && linear(m.at('time_emb_proj'), time.value.silu(), time.width, to);
  const normal = groupNorm(m.at('norm2'), inner, { ...norm, channels: to, added });
  const shortcut = from === to ? x : conv2d(m.at('conv_shortcut'), x, from, to, { kernel: 1 });
  return shortcut.add(conv2d(m.at('conv2'), normal, to, to));
}

/** Doubles height and width by repetition, or takes those of another value, which an odd side on the way down may have left. */
export function enlarge(x: Value, like?: Value): Value {
  const { graph } = x;
  const nearest = {
    mode: 'nearest',
    coordinate_transformation_mode: 'asymmetric',
    nearest_mode: 'floor',
  };
  if (like === undefined)
    return graph.node('Resize', [x, undefined, graph.floats([1, 1, 2, 2], [4], 'F32')], nearest);
  const shape = (of: Value): Value => graph.node('Shape', [of]);
  const sizes = shape(x)
    .slice(0, 0, 2)
    .concat([shape(like).slice(0, 2, 4)], 0);
  return graph.node('Resize', [x, undefined, undefined, sizes], nearest);
}

import type { Module } from '../checkpoint/module.ts';
import type { FusedGroupNorm, GroupNormSizes } from './dialect.ts';
import type { Value } from './value.ts';

/** A group normalisation with what stands around it, which a fused operator does at once. */
interface GroupNorm extends GroupNormSizes {
  readonly epsilon: number;
  /** Whether SiLU follows. */
  readonly hasSilu?: boolean;
  /** Added to each pixel before it is normalised, [B, channels]. */
  readonly added?: Value | undefined;
}

/** GroupNorm over channels. @param x [B, channels, H, W] @returns the same */
export function groupNorm(m: Module, x: Value, norm: GroupNorm): Value {
  const { groupNorm: fused } = x.graph.dialect;
  if (fused?.takes(norm) === true) return fusedNorm(m, x, norm, fused);
  const normal = plainNorm(m, norm.added ? addToPixels(x, norm.added, norm.channels) : x, norm);
  return norm.hasSilu === true ? normal.silu() : normal;
}

const addToPixels = (x: Value, added: Value, channels: number): Value =>
  x.add(added.reshape(0, channels, 1, 1));

/** Written with InstanceNormalization, which every runtime has. */
function plainNorm(m: Module, x: Value, { channels, groups, epsilon }: GroupNorm): Value {
  const { graph } = x;
  const each = (value: number): Value =>
    graph.floats(
      Array.from({ length: groups }, () => value),
      [groups],
    );
  const shape = graph.node('Shape', [x]);
  const flat = x.reshape(0, groups, -1);
  const normal = graph.node('InstanceNormalization', [flat, each(1), each(0)], {
    epsilon: { float: epsilon },
  });
  const back = graph.node('Reshape', [normal, shape]);
  const scale = graph.parameter(m.tensor('weight', [channels])).reshape(1, channels, 1, 1);
  const bias = graph.parameter(m.tensor('bias', [channels])).reshape(1, channels, 1, 1);
  return back.mul(scale).add(bias);
}

/** Microsoft's GroupNorm or SkipGroupNorm. */
function fusedNorm(
  m: Module,
  x: Value,
  { channels, groups, epsilon, hasSilu = false, added }: GroupNorm,
  { isChannelsLast, hasSingleScale, canAdd }: FusedGroupNorm,
): Value {
  const { graph } = x;
  const row = (name: string): Value =>
    graph.parameter(m.tensor(name, [channels]), hasSingleScale ? 'F32' : graph.floatType);
  const skip = canAdd ? added : undefined;
  const before = added && !skip ? addToPixels(x, added, channels) : x;
  const operands = [isChannelsLast ? before.channelsLast() : before, row('weight'), row('bias')];
  const y = graph.node(
    skip ? 'com.microsoft/SkipGroupNorm' : 'com.microsoft/GroupNorm',
    skip ? [...operands, skip] : operands,
    {
      groups,
      epsilon: { float: epsilon },
      activation: hasSilu ? 1 : 0,
      channels_last: isChannelsLast ? 1 : 0,
    },
  );
  return isChannelsLast ? y.channelsFirst() : y;
}

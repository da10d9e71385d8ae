import { withInt8Weights } from '../checkpoint/derived-weights.ts';
import { Module } from '../checkpoint/module.ts';
import type { ClipVisionEncoder } from './vision-encoder.ts';

/** The linear layers of a vision tower's blocks, in a file of the tower or of all of CLIP. */
const LARGE =
  /^(vision_model\.)?encoder\.layers\.\d+\.(self_attn\.(q_proj|k_proj|v_proj|out_proj)|mlp\.fc[12])\.weight$/;

/**
 * The tower with the linear layers of its blocks in 8-bit integers (W8A8); the weights are quantised at the first time and kept.
 * What it costs in quality: docs/performance-presets.md.
 * @param folder where derived weights are kept @param bits of the weights
 */
export async function int8Vision(
  tower: ClipVisionEncoder,
  folder: string,
  bits: 7 | 8,
  signal?: AbortSignal,
): Promise<ClipVisionEncoder> {
  const { key, weights } = tower.parts;
  const { checkpoint, path } = weights;
  const large = checkpoint.keys.filter((name) => LARGE.test(name));
  const derived = await withInt8Weights(checkpoint, large, { folder, source: key, bits }, signal);
  return tower.with({ key: `${key} int8-${bits}`, weights: new Module(derived, path), runsApart: true });
}

import { join } from 'node:path';
import { withInt8Weights } from '../checkpoint/derived-weights.ts';
import { Module } from '../checkpoint/module.ts';
import type { DiffusionModel } from './diffusion-model.ts';

/** How precisely a network computes: in 32-bit floats, or its large products in 8-bit integers. */
export const PRECISIONS = ['fp32', 'int8'] as const;
export type Precision = (typeof PRECISIONS)[number];

/** Where derived weights lie: in the first of the folders of models, which is the user's own. @throws without one */
export function derivedFolder([own]: readonly string[]): string {
  if (own === undefined)
    throw new Error('precision: expected a folder of models for 8-bit weights, got none');
  return join(own, 'derived');
}

/**
 * The layers of a UNet whose products are large: linear layers and convolutions but for the first, the last, the time's, and the
 * keys and values of the text.
 */
const LARGE =
  /^(down_blocks|mid_block|up_blocks)\.(.*\.)?(resnets\.\d+\.(conv1|conv2|conv_shortcut)|(up|down)samplers\.0\.conv|proj_in|proj_out|attn1\.(to_q|to_k|to_v|to_out\.0)|attn2\.(to_q|to_out\.0)|ff\.net\.(0\.proj|2))\.weight$/;

/** Keys of the weights that an int8 UNet has 8-bit forms of. */
export const int8Keys = (keys: readonly string[]): string[] => keys.filter((key) => LARGE.test(key));

/**
 * The model with its large layers in 8-bit integers (W8A8); the weights are quantised at the first time and kept.
 * What it costs in quality: docs/performance-presets.md.
 * @param folder where derived weights are kept @param bits of the weights
 */
export async function int8Model(
  model: DiffusionModel,
  folder: string,
  bits: 7 | 8,
  signal?: AbortSignal,
): Promise<DiffusionModel> {
  const { checkpoint, path } = model.weights;
  if (path !== '') throw new Error(`int8: expected a UNet at the root of its checkpoint, got ${path}`);
  const settings = { folder, source: model.key, bits };
  const weights = await withInt8Weights(checkpoint, int8Keys(checkpoint.keys), settings, signal);
  return { ...model, key: `${model.key} int8-${bits}`, weights: new Module(weights) };
}

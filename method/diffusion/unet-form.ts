import type { Graph } from '../onnx/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { UnetForm } from './feature-reuse.ts';
import type { Savings } from './savings.ts';
import type { UnetConfig } from './unet-config.ts';
import { deepFeature } from './unet-plan.ts';
import type { UnetInputs } from './unet.ts';

/** How a step graph differs from the published network's. */
export interface FormDims {
  /** How it is cut: with `deep` it is told the deep feature of this depth or tells it, without it is whole. */
  readonly deep?: { readonly depth: number; readonly isGiven: boolean };
  /** The outermost level's self-attention looks at every so many-th pixel each way; at every pixel when left out. */
  readonly keyStride?: number;
}

/** The cut of a form of the UNet, and what the savings leave out in every form. */
export function formDims(form: UnetForm, { reuse, keyStride = 1 }: Savings = {}): FormDims {
  const isWhole = form === 'whole' || reuse === undefined;
  return {
    ...(isWhole ? {} : { deep: { depth: reuse.depth, isGiven: form === 'outer' } }),
    ...(keyStride > 1 ? { keyStride } : {}),
  };
}

/** What a form adds to the key of its session. */
export function formKey(form: UnetForm, savings?: Savings): string {
  const { deep, keyStride } = formDims(form, savings);
  return `${deep ? ` ${form} ${deep.depth}` : ''}${keyStride ? ` keys/${keyStride}` : ''}`;
}

/**
 * What a form's UNet takes besides the whole one's inputs; its deep feature is the graph's input or output `deep` [B, C, H, W].
 * @throws for a depth that the network lacks
 */
export function formInputs(
  graph: Graph,
  config: UnetConfig,
  sides: { readonly height: number; readonly width: number },
  { deep, keyStride: stride }: FormDims,
): Pick<UnetInputs, 'deep' | 'keys'> {
  const keys = stride === undefined ? {} : { keys: { ...sides, stride } };
  if (deep === undefined) return keys;
  const { depth, isGiven } = deep;
  const dims = deepFeature(config, depth, sides);
  if (isGiven) return { ...keys, deep: { depth, feature: graph.input('deep', ['batch', ...dims]) } };
  return { ...keys, deep: { depth, onFeature: (feature) => graph.output('deep', feature) } };
}

/** The deep feature among a run's outputs. */
export const deepOutput = ({ deep }: Readonly<Record<string, Tensor>>): { readonly deep?: Tensor } =>
  deep === undefined ? {} : { deep };

import type { Graph } from '../onnx/graph.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { FeatureReuse, UnetForm } from './feature-reuse.ts';
import type { UnetConfig } from './unet-config.ts';
import { deepFeature } from './unet-plan.ts';
import type { UnetInputs } from './unet.ts';

/** How a step graph is cut: with `deep` it is told the deep feature of this depth or tells it, without it is whole. */
export interface FormDims {
  readonly deep?: { readonly depth: number; readonly isGiven: boolean };
}

/** The cut of a form of the UNet. */
export const formDims = (form: UnetForm, reuse: FeatureReuse | undefined): FormDims =>
  form === 'whole' || reuse === undefined ? {} : { deep: { depth: reuse.depth, isGiven: form === 'outer' } };

/** What a form adds to the key of its session. */
export const formKey = (form: UnetForm, reuse: FeatureReuse | undefined): string =>
  form === 'whole' || reuse === undefined ? '' : ` ${form} ${reuse.depth}`;

/** The input or output `deep` [B, C, H, W] of a step graph, as its UNet takes it. @throws for a depth that the network lacks */
export function deepInput(
  graph: Graph,
  config: UnetConfig,
  sides: { readonly height: number; readonly width: number },
  { deep }: FormDims,
): Pick<UnetInputs, 'deep'> {
  if (deep === undefined) return {};
  const { depth, isGiven } = deep;
  const dims = deepFeature(config, depth, sides);
  if (isGiven) return { deep: { depth, feature: graph.input('deep', ['batch', ...dims]) } };
  return { deep: { depth, onFeature: (feature) => graph.output('deep', feature) } };
}

/** The deep feature among a run's outputs. */
export const deepOutput = ({ deep }: Readonly<Record<string, Tensor>>): { readonly deep?: Tensor } =>
  deep === undefined ? {} : { deep };

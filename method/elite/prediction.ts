import type { DiffusionModel } from '../diffusion/diffusion-model.ts';
import { forBatch } from '../diffusion/diffusion-model.ts';
import { formDims, formKey, told } from '../diffusion/deep-input.ts';
import { reusingFeatures } from '../diffusion/feature-reuse.ts';
import type { NoisePrediction } from '../diffusion/guidance.ts';
import { crossAttentionLayers } from '../diffusion/unet-config.ts';
import { present } from '../onnx/session.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import type { EncodedPrompt } from './encode-prompt.ts';
import type { GlobalMapper, LocalMapper } from './mapper.ts';
import { eliteUnetGraph, type Gate } from './unet-graph.ts';

/** What one concept gives the local branch. */
export interface LocalReference {
  readonly mapper: LocalMapper;
  /** e, [1, P, d] */
  readonly patches: Tensor;
  /** λ of each cross-attention layer at a step, counted from 0. */
  readonly lambda: (step: number) => readonly number[];
  /** Where the patches act; where the word is attended, as published, when left out. */
  readonly gate?: Gate;
}

/** Number of cross-attention layers of a model: λ has one value for each. */
export const layerCount = (model: DiffusionModel): number => crossAttentionLayers(model.config).length;

/**
 * ε of the UNet with ELITE's cross attention: the mapper's keys and values for the text and, with a reference, the patches.
 * The unconditional branch is this without a reference (Wei et al. 2023, released code).
 * @returns a prediction for one run
 */
export function elitePrediction(
  model: DiffusionModel,
  global: GlobalMapper,
  { text, positions }: EncodedPrompt,
  { reference, signal }: { readonly reference?: LocalReference; readonly signal?: AbortSignal } = {},
): NoisePrediction {
  const tokens = text.dims[1] ?? 0;
  const layers = layerCount(model);
  const patches = reference?.patches.dims[1] ?? 0;
  const word = tensor(
    Float32Array.from({ length: tokens }, (_, i) => (positions.includes(i) ? 1 : 0)),
    [1, tokens, 1],
  );
  const reuse = model.savings?.reuse;
  return reusingFeatures(async (form, { x: sample, timestep, step, deep }) => {
    const [batch = 1, , height = 0, width = 0] = sample.dims;
    const local = reference?.mapper;
    const key = [
      'elite unet',
      model.key,
      global.key,
      local?.key ?? '',
      `${height}x${width}`,
      tokens,
      patches,
      `${reference?.gate ?? 'attention'}${formKey(form, reuse)}`,
    ].join(' ');
    const session = await model.sessions.session(key, () =>
      eliteUnetGraph(
        model.config,
        { unet: model.weights, global: global.weights, ...(local ? { local: local.weights } : {}) },
        {
          height,
          width,
          tokens,
          patches,
          references: reference ? 1 : 0,
          gate: reference?.gate ?? 'attention',
          ...formDims(form, reuse),
        },
      ),
    );
    const outputs = await session.run(
      {
        sample,
        timestep: tensor(new Float32Array(batch).fill(timestep), [batch]),
        text: forBatch(text, batch),
        ...(reference ? feedsOf(reference, { word, batch, step, layers }) : {}),
        ...(deep ? { deep } : {}),
      },
      signal,
    );
    return { epsilon: present(outputs, 'epsilon', 'elite unet'), ...told(outputs) };
  }, reuse);
}

function feedsOf(
  { patches, lambda, gate }: LocalReference,
  { word, batch, step, layers }: { word: Tensor; batch: number; step: number; layers: number },
): Record<string, Tensor> {
  const weights = lambda(step);
  if (weights.length !== layers)
    throw new Error(`lambda: expected ${layers} values, one a layer, got ${weights.length}`);
  return {
    ...(gate === 'open' ? {} : { word_0: forBatch(word, batch) }),
    patches_0: forBatch(patches, batch),
    lambda_0: tensor(weights, [layers]),
  };
}

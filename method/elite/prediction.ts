import type { DiffusionModel } from '../diffusion/diffusion-model.ts';
import { forBatch } from '../diffusion/diffusion-model.ts';
import { reusingFeatures } from '../diffusion/feature-reuse.ts';
import type { NoisePrediction } from '../diffusion/guidance.ts';
import { crossAttentionLayers } from '../diffusion/unet-config.ts';
import { deepOutput, formDims, formKey } from '../diffusion/unet-form.ts';
import { present, type Session } from '../onnx/session.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import type { AttentionWatch, LayerMaps } from './attention-record.ts';
import type { EncodedPrompt } from './encode-prompt.ts';
import { contextFeeds } from './context-feeds.ts';
import type { GlobalMapper, LocalMapper } from './mapper.ts';
import { actedOutput, eliteUnetGraph, type Gate, type StepDims } from './unet-graph.ts';

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
  {
    reference,
    watch,
    signal,
  }: {
    readonly reference?: LocalReference;
    readonly watch?: AttentionWatch;
    readonly signal?: AbortSignal;
  } = {},
): NoisePrediction {
  const tokens = text.dims[1] ?? 0;
  const layers = layerCount(model);
  const patches = reference?.patches.dims[1] ?? 0;
  const word = oneHot([positions], tokens);
  const watched = watch && oneHot(watch.columns, tokens);
  const { savings } = model;
  const context = contextFeeds(model, global, text, { ...(reference ? { reference } : {}), signal });
  const session = (dims: StepDims, form: string): Promise<Session> => {
    const local = reference?.mapper;
    const { height, width, gate } = dims;
    const watching = watch ? ` watching ${watch.columns.length}` : '';
    const sizes = `${height}x${width} ${tokens} ${patches} ${gate ?? 'attention'}${form}${watching}`;
    const key = `elite unet ${model.key} ${global.key} ${local?.key ?? ''} ${sizes}`;
    const weights = {
      unet: model.weights,
      global: global.weights,
      ...(local ? { local: local.weights } : {}),
    };
    return model.sessions.session(key, (dialect) => eliteUnetGraph(model.config, weights, dims, dialect));
  };
  return reusingFeatures(async (form, { x: sample, timestep, step, deep }) => {
    const [batch = 1, , height = 0, width = 0] = sample.dims;
    const dims: StepDims = {
      ...{ height, width, tokens, patches },
      references: reference ? 1 : 0,
      gate: reference?.gate ?? 'attention',
      ...(watch ? { watched: watch.columns.length } : {}),
      ...formDims(form, savings),
    };
    const loaded = (): Promise<Session> => session(dims, formKey(form, savings));
    const given = await context(await loaded(), batch);
    const feeds = {
      sample,
      timestep: tensor(new Float32Array(batch).fill(timestep), [batch]),
      ...given,
      ...(reference ? feedsOf(reference, { word, batch, step, layers }) : {}),
      ...(watched ? { watched: forBatch(watched, batch) } : {}),
      ...(deep ? { deep } : {}),
    };
    // Asked for anew: while the context was computed this one may have had to go, where the budget holds only one of the two.
    const outputs = await (await loaded()).run(feeds, signal);
    watch?.onMaps(step, layerMaps(outputs, height, width));
    return { epsilon: present(outputs, 'epsilon', 'elite unet'), ...deepOutput(outputs) };
  }, savings?.reuse);
}

/** Which tokens each word has, a word a column. @returns [1, T, words] */
function oneHot(words: readonly (readonly number[])[], tokens: number): Tensor {
  const data = new Float32Array(tokens * words.length);
  words.forEach((positions, column) => {
    for (const position of positions) data[position * words.length + column] = 1;
  });
  return tensor(data, [1, tokens, words.length]);
}

/** The maps that a graph told, with the sides of each, which follow from their number of cells. */
function layerMaps(
  outputs: Readonly<Record<string, Tensor>>,
  height: number,
  width: number,
): readonly LayerMaps[] {
  const layers: LayerMaps[] = [];
  for (let layer = 0; ; layer += 1) {
    const values = outputs[actedOutput(layer)];
    if (values === undefined) return layers;
    const shrunk = Math.sqrt((height * width) / (values.dims[1] ?? 1));
    layers.push({ height: Math.round(height / shrunk), width: Math.round(width / shrunk), values });
  }
}

function feedsOf(
  { lambda, gate }: LocalReference,
  { word, batch, step, layers }: { word: Tensor; batch: number; step: number; layers: number },
): Record<string, Tensor> {
  const weights = lambda(step);
  if (weights.length !== layers)
    throw new Error(`lambda: expected ${layers} values, one a layer, got ${weights.length}`);
  return {
    ...(gate === 'open' ? {} : { word_0: forBatch(word, batch) }),
    lambda_0: tensor(weights, [layers]),
  };
}

import type { Module } from '../checkpoint/module.ts';
import { PORTABLE } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { present, type Sessions } from '../onnx/session.ts';
import type { NoiseLevels } from '../sampling/schedules.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import { plainCrossAttention } from './cross-attention.ts';
import { reusingFeatures } from './feature-reuse.ts';
import type { NoisePrediction } from './guidance.ts';
import type { Savings } from './savings.ts';
import type { UnetConfig } from './unet-config.ts';
import { deepOutput, formDims, formInputs, formKey, type FormDims } from './unet-form.ts';
import { unet } from './unet.ts';

/** A UNet with what its use needs to know; its graphs are built for the sizes of a run and loaded then. */
export interface DiffusionModel {
  /** Tells this model from every other that is loaded. */
  readonly key: string;
  readonly config: UnetConfig;
  readonly weights: Module;
  /** Noise levels of its training steps. */
  readonly levels: NoiseLevels;
  /** z of the UNet = this × latent of the autoencoder; 0.18215 for Stable Diffusion 1.x. */
  readonly latentScale: number;
  readonly sessions: Sessions;
  /** What sampling leaves out; nothing when it is not there. */
  readonly savings?: Savings | undefined;
}

/** ε of a UNet whose cross-attention reads this text alone. @param text C, [B, T, d] @returns a prediction for one run */
export function plainPrediction(model: DiffusionModel, text: Tensor, signal?: AbortSignal): NoisePrediction {
  const { savings } = model;
  return reusingFeatures(async (form, { x: sample, timestep, deep }) => {
    const [batch = 1, , height = 0, width = 0] = sample.dims;
    const tokens = text.dims[1] ?? 0;
    const key = `unet ${model.key} ${height}x${width} ${tokens}${formKey(form, savings)}`;
    const dims = { height, width, tokens, ...formDims(form, savings) };
    const session = await model.sessions.session(key, (dialect) => plainUnetGraph(model, dims, dialect));
    const feeds = {
      sample,
      timestep: tensor(new Float32Array(batch).fill(timestep), [batch]),
      text: forBatch(text, batch),
      ...(deep ? { deep } : {}),
    };
    const outputs = await session.run(feeds, signal);
    return { epsilon: present(outputs, 'epsilon', 'unet'), ...deepOutput(outputs) };
  }, savings?.reuse);
}

/** One row of context repeated for each sample of a batch; rows that are as many already stay. */
export function forBatch(x: Tensor, batch: number): Tensor {
  const [rows = 1] = x.dims;
  if (rows === batch) return x;
  if (rows !== 1)
    throw new Error(`context: expected 1 or ${batch} rows for a batch of ${batch}, got ${rows}`);
  const data = new Float32Array(x.data.length * batch);
  for (let b = 0; b < batch; b += 1) data.set(x.data, b * x.data.length);
  return tensor(data, [batch, ...x.dims.slice(1)]);
}

/** The graph of a UNet that reads text alone. In: `sample`, `timestep`, `text` [B, T, d]. Out: `epsilon`. */
export function plainUnetGraph(
  { config, weights }: Pick<DiffusionModel, 'config' | 'weights'>,
  { height, width, tokens, ...form }: { height: number; width: number; tokens: number } & FormDims,
  dialect = PORTABLE,
): OnnxModel {
  const graph = new Graph('unet', dialect, dialect.unetFloats);
  const sample = graph.input('sample', ['batch', config.inChannels, height, width]);
  const timestep = graph.singles('timestep', ['batch']);
  const text = graph.input('text', ['batch', tokens, config.contextWidth]);
  const inputs = { sample, timestep, ...formInputs(graph, config, { height, width }, form) };
  const crossAttention = plainCrossAttention(text);
  graph.output('epsilon', unet(graph, config, weights, { ...inputs, crossAttention }));
  return graph.model();
}

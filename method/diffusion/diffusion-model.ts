import type { Module } from '../checkpoint/module.ts';
import { Graph } from '../onnx/graph.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { present, type Sessions } from '../onnx/session.ts';
import type { NoiseLevels } from '../sampling/schedules.ts';
import { tensor, type Tensor } from '../tensor/tensor.ts';
import { plainCrossAttention } from './cross-attention.ts';
import type { NoisePrediction } from './guidance.ts';
import type { UnetConfig } from './unet-config.ts';
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
}

/** ε of a UNet whose cross-attention reads this text alone. @param text C, [B, T, d] */
export function plainPrediction(model: DiffusionModel, text: Tensor, signal?: AbortSignal): NoisePrediction {
  return async (sample, timestep) => {
    const [batch = 1, , height = 0, width = 0] = sample.dims;
    const tokens = text.dims[1] ?? 0;
    const session = await model.sessions.session(`unet ${model.key} ${height}x${width} ${tokens}`, () =>
      plainUnetGraph(model, { height, width, tokens }),
    );
    const feeds = {
      sample,
      timestep: tensor(new Float32Array(batch).fill(timestep), [batch]),
      text: forBatch(text, batch),
    };
    return present(await session.run(feeds, signal), 'epsilon', 'unet');
  };
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
  { height, width, tokens }: { height: number; width: number; tokens: number },
): OnnxModel {
  const graph = new Graph('unet');
  const sample = graph.input('sample', ['batch', config.inChannels, height, width]);
  const timestep = graph.input('timestep', ['batch']);
  const text = graph.input('text', ['batch', tokens, config.contextWidth]);
  graph.output(
    'epsilon',
    unet(graph, config, weights, { sample, timestep, crossAttention: plainCrossAttention(text) }),
  );
  return graph.model();
}

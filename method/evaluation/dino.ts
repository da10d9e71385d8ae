import type { Module } from '../checkpoint/module.ts';
import { attention } from '../onnx/attention.ts';
import type { Dialect } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { conv2d, layerNorm, linear } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/value.ts';
import { dinoKeys, type DinoConfig, type DinoKeys } from './dino-config.ts';

/**
 * DINO's vision transformer. In: `pixels` [B, 3, S, S], normalised. Out: `features` [B, width], the class token after the final norm.
 * Source: Caron et al. 2021; the key names of transformers' ViTModel or of the authors' own files.
 */
export function dinoGraph(config: DinoConfig, weights: Module, dialect?: Dialect): OnnxModel {
  const { width, imageSize, layers, epsilon } = config;
  const keys = dinoKeys(weights);
  const graph = new Graph('dino', dialect);
  let x = embeddings(keys, graph.input('pixels', ['batch', 3, imageSize, imageSize]), config);
  for (let k = 0; k < layers; k += 1) x = block(keys, k, x, config);
  const token = x.slice(1, 0, 1).reshape(0, width);
  graph.output('features', layerNorm(keys.norm, token, width, epsilon));
  return graph.model();
}

function embeddings(
  { root, classToken, positions, patches }: DinoKeys,
  pixels: Value,
  config: DinoConfig,
): Value {
  const { width, imageSize, patchSize } = config;
  const { graph } = pixels;
  const count = (imageSize / patchSize) ** 2;
  const pads = [0, 0, 0, 0] as const;
  const grid = conv2d(patches, pixels, 3, width, { kernel: patchSize, stride: patchSize, pads });
  const rows = grid.reshape(0, width, count).transpose(0, 2, 1); // [B, P, width]
  const token = graph.parameter(root.tensor(classToken, [1, 1, width]));
  const first = rows.slice(1, 0, 1).mul(0).add(token); // one class row for each picture
  return first.concat([rows], 1).add(graph.parameter(root.tensor(positions, [1, count + 1, width])));
}

/** Attention, then an MLP, each behind its norm. @param x [B, P + 1, width] */
function block(keys: DinoKeys, k: number, x: Value, config: DinoConfig): Value {
  const { width, mlp, heads, epsilon } = config;
  const m = keys.block(k);
  const [query, key, value] = keys.queryKeyValue(
    m,
    layerNorm(m.at(keys.names.norm1), x, width, epsilon),
    width,
  );
  const attended = attention(query, key, value, { heads, width });
  const y = x.add(linear(m.at(keys.names.projection), attended, width, width));
  const wide = linear(
    m.at(keys.names.wide),
    layerNorm(m.at(keys.names.norm2), y, width, epsilon),
    width,
    mlp,
  );
  return y.add(linear(m.at(keys.names.narrow), wide.gelu(), mlp, width));
}

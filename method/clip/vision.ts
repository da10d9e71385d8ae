import type { Module } from '../checkpoint/module.ts';
import type { Dialect } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { layerNorm, linearWithoutBias } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/value.ts';
import { clipBlock } from './block.ts';
import type { ClipVisionConfig } from './config.ts';

/**
 * CLIP's vision tower.
 * In: `pixels` [B, 3, S, S], normalised. Out: `hidden_<k>` [B, P+1, width] for each layer asked for (k blocks passed, 0 is the
 * embedding; none of them is post-normalised), and with a projection `embeds` [B, projection].
 * Source: Radford et al. 2021 and the key names of transformers' CLIPVisionModel, with or without the `vision_model.` prefix.
 * @throws when a layer is beyond the tower
 */
export function clipVisionGraph(
  config: ClipVisionConfig,
  weights: Module,
  layers: readonly number[],
  dialect?: Dialect,
): OnnxModel {
  const beyond = layers.find((k) => !Number.isInteger(k) || k < 0 || k > config.layers);
  if (beyond !== undefined) throw new Error(`vision layers: expected 0 to ${config.layers}, got ${beyond}`);
  const graph = new Graph('clip_vision', dialect);
  const m = weights.holds('vision_model') ? weights.at('vision_model') : weights;
  const pixels = graph.input('pixels', ['batch', 3, config.imageSize, config.imageSize]);
  // "pre_layrnorm" is how the published files spell it.
  let x = layerNorm(
    m.at('pre_layrnorm'),
    embeddings(m.at('embeddings'), pixels, config),
    config.width,
    config.epsilon,
  );
  if (layers.includes(0)) graph.output('hidden_0', x);
  for (let k = 1; k <= config.layers; k += 1) {
    x = clipBlock(m.at('encoder', 'layers', k - 1), x, config);
    if (layers.includes(k)) graph.output(`hidden_${k}`, x);
  }
  if (weights.has('visual_projection.weight')) {
    const pooled = layerNorm(m.at('post_layernorm'), x.slice(1, 0, 1), config.width, config.epsilon).reshape(
      0,
      config.width,
    );
    graph.output(
      'embeds',
      linearWithoutBias(weights.at('visual_projection'), pooled, config.width, config.projection),
    );
  }
  return graph.model();
}

function embeddings(m: Module, pixels: Value, { width, imageSize, patchSize }: ClipVisionConfig): Value {
  const { graph } = pixels;
  const patches = (imageSize / patchSize) ** 2;
  const kernel = graph.parameter(m.at('patch_embedding').tensor('weight', [width, 3, patchSize, patchSize]));
  const grid = graph.node('Conv', [pixels, kernel], {
    kernel_shape: [patchSize, patchSize],
    strides: [patchSize, patchSize],
  });
  const rows = grid.reshape(0, width, patches).transpose(0, 2, 1); // [B, P, width]
  const first = graph.parameter(m.tensor('class_embedding', [width])).reshape(1, 1, width);
  const classRow = rows.slice(1, 0, 1).mul(0).add(first); // one class row for each picture
  const positions = graph.parameter(m.at('position_embedding').tensor('weight', [patches + 1, width]));
  return classRow.concat([rows], 1).add(positions);
}

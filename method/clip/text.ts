import type { Module } from '../checkpoint/module.ts';
import type { Dialect } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { layerNorm, linearWithoutBias } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { clipBlock } from './block.ts';
import type { ClipTextConfig } from './config.ts';

/** The module of a text tower, whose keys carry the prefix `text_model.` or not. */
export const textTower = (weights: Module): Module =>
  weights.holds('text_model') ? weights.at('text_model') : weights;

/**
 * CLIP's text tower over rows that the caller took from the token table, so that a row may be any word.
 * In: `rows` [B, T, width], before the positions are added. Out: `hidden` [B, T, width] after the final LayerNorm and, with a
 * projection, `projected` [B, T, projection]: every position's, of which the end token's is the pooled one.
 * Source: Radford et al. 2021 and the key names of transformers' CLIPTextModel.
 */
export function clipTextGraph(config: ClipTextConfig, weights: Module, dialect?: Dialect): OnnxModel {
  const { width, length, layers, epsilon, projection } = config;
  const graph = new Graph('clip_text', dialect);
  const m = textTower(weights);
  const rows = graph.input('rows', ['batch', length, width]);
  const positions = graph.parameter(
    m.at('embeddings', 'position_embedding').tensor('weight', [length, width]),
  );
  const causal = graph.floats(causalMask(length), [1, 1, length, length]);
  let x = rows.add(positions);
  for (let k = 0; k < layers; k += 1) x = clipBlock(m.at('encoder', 'layers', k), x, config, causal);
  const hidden = layerNorm(m.at('final_layer_norm'), x, width, epsilon);
  graph.output('hidden', hidden);
  if (weights.has('text_projection.weight'))
    graph.output('projected', linearWithoutBias(weights.at('text_projection'), hidden, width, projection));
  return graph.model();
}

/** 0 where a row may look, the lowest number where it may not. */
function causalMask(length: number): number[] {
  return Array.from({ length: length * length }, (_, i) =>
    i % length > Math.floor(i / length) ? -3.4028234663852886e38 : 0,
  );
}

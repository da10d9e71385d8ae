import type { Module } from '../checkpoint/module.ts';
import type { Dialect } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { layerNorm, linear } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/value.ts';

/** Sizes of a mapper's networks. */
export interface MapperConfig {
  /** Width of the vision tower's hidden states. */
  readonly width: number;
  readonly hidden: number;
  /** Width of the word embeddings. */
  readonly words: number;
  /** P: patches of a picture. */
  readonly patches: number;
}

/** Number of feature layers, and of words (Wei et al. 2023, section 3.2). */
export const LAYERS = 5;

/** Slope of the networks' LeakyReLU below zero. */
const SLOPE = 0.01;

/** Linear, LayerNorm, LeakyReLU, twice, then Linear: the keys 0, 1, 3, 4 and 6 of the published files. */
function network(m: Module, x: Value, { width, hidden, words }: MapperConfig): Value {
  const first = layerNorm(m.at(1), linear(m.at(0), x, width, hidden), hidden).leakyRelu(SLOPE);
  const second = layerNorm(m.at(4), linear(m.at(3), first, hidden, hidden), hidden).leakyRelu(SLOPE);
  return linear(m.at(6), second, hidden, words);
}

/** The outputs of layer i's two networks: class token [B, 1, d], patches [B, P, d]. */
function outputs(graph: Graph, m: Module, config: MapperConfig, i: number): [Value, Value] {
  const features = graph.input(`features_${i}`, ['batch', config.patches + 1, config.width]);
  const first = network(m.at(`mapping_${i}`), features.slice(1, 0, 1), config);
  return [first, network(m.at(`mapping_patch_${i}`), features.slice(1, 1, config.patches + 1), config)];
}

/**
 * The global mapper. In: `features_0` … `features_4` [B, P+1, width], in the mapper's layer order. Out: `words` [B, 5, d],
 * w_i = φ_i(F_i[class]) + mean over patches of ψ_i(F_i[p]). Source: Wei et al. 2023, Eqn. 3.
 */
export function globalMapperGraph(config: MapperConfig, m: Module, dialect?: Dialect): OnnxModel {
  const graph = new Graph('global_mapper', dialect);
  const [first, ...rest] = Array.from({ length: LAYERS }, (_, i) => {
    const [token, patches] = outputs(graph, m, config, i);
    return token.add(patches.mean([1], true)); // [B, 1, d]
  });
  if (first !== undefined) graph.output('words', first.concat(rest, 1));
  return graph.model();
}

/**
 * The local mapper. In: `features_0` … `features_4` of the object image, and `mask` [B, P, 1]. Out: `patches` [B, P, d],
 * e = mean over the layers of (φ'_i(F'_i[class]) + ψ'_i(F'_i[p])), zero outside the mask. Source: Wei et al. 2023, Eqn. 5.
 */
export function localMapperGraph(config: MapperConfig, m: Module, dialect?: Dialect): OnnxModel {
  const graph = new Graph('local_mapper', dialect);
  const mask = graph.input('mask', ['batch', config.patches, 1]);
  const [first, ...rest] = Array.from({ length: LAYERS }, (_, i) => {
    const [token, patches] = outputs(graph, m, config, i);
    return patches.add(token);
  });
  const sum = first && rest.reduce((total, layer) => total.add(layer), first);
  if (sum !== undefined) graph.output('patches', sum.mul(1 / LAYERS).mul(mask));
  return graph.model();
}

/** The sizes of a mapper file, read from its first network. */
export function mapperConfig(m: Module, patches: number): MapperConfig {
  const [hidden = 0, width = 0] = m.at('mapping_0', 0).tensor('weight', [-1, -1]).dims;
  const [words = 0] = m.at('mapping_0', 6).tensor('weight', [-1, hidden]).dims;
  return { width, hidden, words, patches };
}

import type { Module } from '../checkpoint/module.ts';
import type { AttentionDims } from '../diffusion/cross-attention.ts';
import type { UnetConfig } from '../diffusion/unet-config.ts';
import { crossAttentionLayers } from '../diffusion/unet-config.ts';
import { PORTABLE } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { linearWithoutBias } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/value.ts';

/** Keys and values of one layer. */
interface KeysAndValues {
  readonly key: Value;
  readonly value: Value;
}

/** The keys and values of a layer, counted from 0 among all of the UNet's. */
export type LayerContext = (layer: number, dims: AttentionDims) => KeysAndValues;

/** Sizes of what a context is made of. */
export interface ContextDims {
  /** T: text tokens. */
  readonly tokens: number;
  /** P: patches a reference. */
  readonly patches: number;
  /** How many references; 0 is the global-only model. */
  readonly references: number;
}

/** A mapper's matrices of a layer: `<path with underscores>_to_k.weight` and `…_to_v.weight`. */
const matrix = (mapper: Module, config: UnetConfig, layer: number, part: 'to_k' | 'to_v'): Module =>
  mapper.at(`${(crossAttentionLayers(config)[layer]?.path ?? '').replaceAll('.', '_')}_${part}`);

/** K and V of a text or of patches, [B, M, width] each. @param mapper the file of its mapper @param context C or e, [B, M, contextWidth] */
export const keysAndValues =
  (config: UnetConfig, mapper: Module, context: Value): LayerContext =>
  (layer, { contextWidth, width }) => {
    const project = (part: 'to_k' | 'to_v'): Value =>
      linearWithoutBias(matrix(mapper, config, layer, part), context, contextWidth, width);
    return { key: project('to_k'), value: project('to_v') };
  };

/** What keys and values are called where they leave one graph and enter another. @param reference none for the text's */
const named = (layer: number, reference?: number): { readonly key: string; readonly value: string } => {
  const [prefix, at] = reference === undefined ? ['', layer] : ['patch_', `${reference}_${layer}`];
  return { key: `${prefix}key_${at}`, value: `${prefix}value_${at}` };
};

/** The inputs of a step graph that keys and values come in by. @param rows T or P @param reference none for the text's */
export const givenContext =
  (graph: Graph, rows: number, reference?: number): LayerContext =>
  (layer, { width }) => {
    const { key, value } = named(layer, reference);
    const dims = ['batch', rows, width];
    return { key: graph.input(key, dims), value: graph.input(value, dims) };
  };

/**
 * Keys and values of all layers, which are the same in every step. In: `text` [B, T, d] and for each reference r `patches_r`
 * [B, P, d]. Out: what `givenContext` reads, [B, T, width] and [B, P, width].
 */
export function contextGraph(
  config: UnetConfig,
  { global, local }: { readonly global: Module; readonly local?: Module },
  dims: ContextDims,
  dialect = PORTABLE,
): OnnxModel {
  const { contextWidth } = config;
  const graph = new Graph('elite_context', dialect);
  const text = keysAndValues(config, global, graph.input('text', ['batch', dims.tokens, contextWidth]));
  const references = Array.from({ length: local ? dims.references : 0 }, (_, r) =>
    keysAndValues(
      config,
      local ?? global,
      graph.input(`patches_${r}`, ['batch', dims.patches, contextWidth]),
    ),
  );
  crossAttentionLayers(config).forEach(({ channels: width, heads }, layer) => {
    const tell = (of: LayerContext, reference?: number): void => {
      const [{ key, value }, names] = [of(layer, { width, heads, contextWidth }), named(layer, reference)];
      graph.output(names.key, key);
      graph.output(names.value, value);
    };
    tell(text);
    references.forEach((patches, r) => tell(patches, r));
  });
  return { ...graph.model(), isRare: true };
}

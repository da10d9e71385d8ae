import type { Module } from '../checkpoint/module.ts';
import type { UnetConfig } from '../diffusion/unet-config.ts';
import { crossAttentionLayers } from '../diffusion/unet-config.ts';
import { formInputs, type FormDims } from '../diffusion/unet-form.ts';
import { outerLayers } from '../diffusion/unet-plan.ts';
import { unet } from '../diffusion/unet.ts';
import { PORTABLE } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import type { OnnxModel } from '../onnx/model.ts';
import { givenContext, keysAndValues, type ContextDims } from './context.ts';
import { eliteCrossAttention } from './cross-attention.ts';

/** Sizes of what the step graph reads. */
export interface StepDims extends FormDims, ContextDims {
  readonly height: number;
  readonly width: number;
  /** Whether the local branch acts where the word is attended, or everywhere (r ≡ 1), which the ablation needs. */
  readonly gate?: Gate;
  /** How many words are watched: the graph then tells where each acts. */
  readonly watched?: number;
}

/** The output that tells where watched words act in a layer, counted from 0 among those that run. */
export const actedOutput = (layer: number): string => `acted_${layer}`;

/** Where the local branch acts. */
export type Gate = 'attention' | 'open';

/**
 * One evaluation of the UNet with ELITE's attention. In: `sample` [B, C, h, w], `timestep` [B], `text` [B, T, d] and for each
 * reference r `word_r` [B, T, 1] (not with an open gate), `patches_r` [B, P, d], `lambda_r` [layers]. Out: `epsilon` [B, C, h, w].
 * With watched words, `watched` [B, T, M] comes in and `acted_l` [B, N, M] goes out for each layer l.
 * Where the dialect takes a context, its keys and values come in as `contextGraph` tells them, in place of `text` and `patches_r`.
 * Cut in two, `deep` is an input or one more output, and λ still has a value for each layer of the whole.
 */
export function eliteUnetGraph(
  config: UnetConfig,
  weights: { readonly unet: Module; readonly global: Module; readonly local?: Module },
  dims: StepDims,
  dialect = PORTABLE,
): OnnxModel {
  const graph = new Graph('elite_unet', dialect, dialect.unetFloats);
  const sample = graph.input('sample', ['batch', config.inChannels, dims.height, dims.width]);
  const timestep = graph.singles('timestep', ['batch']);
  const all = crossAttentionLayers(config);
  const text = dialect.takesContext
    ? givenContext(graph, dims.tokens)
    : keysAndValues(config, weights.global, graph.input('text', ['batch', dims.tokens, config.contextWidth]));
  const { deep } = dims;
  const run = deep?.isGiven === true ? outerLayers(config, deep.depth) : [...all.keys()];
  const { local } = weights;
  if (local === undefined && dims.references > 0)
    throw new Error('elite unet: expected a local mapper for its references, got none');
  const references = Array.from({ length: local ? dims.references : 0 }, (_, r) => {
    const lambdas = graph.input(`lambda_${r}`, [all.length]);
    return {
      ...(dims.gate === 'open' ? {} : { word: graph.singles(`word_${r}`, ['batch', dims.tokens, 1]) }),
      patches: dialect.takesContext
        ? givenContext(graph, dims.patches, r)
        : keysAndValues(
            config,
            local ?? weights.global,
            graph.input(`patches_${r}`, ['batch', dims.patches, config.contextWidth]),
          ),
      lambda: (layer: number) => lambdas.slice(0, layer, layer + 1),
    };
  });
  const { height, width } = dims;
  const inputs = { sample, timestep, ...formInputs(graph, config, { height, width }, dims) };
  const watched = dims.watched ? graph.singles('watched', ['batch', dims.tokens, dims.watched]) : undefined;
  const crossAttention = eliteCrossAttention({
    ...{ text, layers: run, references },
    ...(watched ? { watched, onWatched: (layer, maps) => graph.output(actedOutput(layer), maps) } : {}),
  });
  graph.output('epsilon', unet(graph, config, weights.unet, { ...inputs, crossAttention }));
  return graph.model();
}

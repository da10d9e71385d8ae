import { CheckpointError } from '../checkpoint/checkpoint.ts';
import type { Module } from '../checkpoint/module.ts';
import { count, object } from '../clip/config.ts';
import { linear } from '../onnx/layers.ts';
import type { Value } from '../onnx/value.ts';

/** Sizes of DINO's vision transformer. */
export interface DinoConfig {
  readonly width: number;
  readonly mlp: number;
  readonly layers: number;
  readonly heads: number;
  readonly epsilon: number;
  /** Side of the input picture and of a patch, pixels. */
  readonly imageSize: number;
  readonly patchSize: number;
}

/** Where one layout of keys has its tensors. */
export interface DinoKeys {
  readonly root: Module;
  readonly classToken: string;
  readonly positions: string;
  readonly patches: Module;
  readonly norm: Module;
  readonly block: (k: number) => Module;
  /** Names below a block. */
  readonly names: Readonly<Record<'norm1' | 'norm2' | 'projection' | 'wide' | 'narrow', string>>;
  /** Three of [B, N, width]. */
  readonly queryKeyValue: (block: Module, x: Value, width: number) => readonly [Value, Value, Value];
}

/** Width of a head in each of DINO's transformers, and the norms' ε. Source: Caron et al. 2021, released code. */
const HEAD = 64;
const EPSILON = 1e-6;

/** The keys of a file: those of transformers' ViTModel, or those of the authors' own files. @throws when they are neither */
export function dinoKeys(weights: Module): DinoKeys {
  const root = weights.holds('vit') ? weights.at('vit') : weights;
  if (root.holds('embeddings.patch_embeddings')) return published(root);
  if (root.holds('patch_embed')) return original(root);
  throw new CheckpointError(
    'embeddings.patch_embeddings: expected the keys of a ViTModel or of DINO, the checkpoint has others (no vision transformer?)',
  );
}

const published = (root: Module): DinoKeys => ({
  root,
  classToken: 'embeddings.cls_token',
  positions: 'embeddings.position_embeddings',
  patches: root.at('embeddings', 'patch_embeddings', 'projection'),
  norm: root.at('layernorm'),
  block: (k) => root.at('encoder', 'layer', k),
  names: {
    norm1: 'layernorm_before',
    norm2: 'layernorm_after',
    projection: 'attention.output.dense',
    wide: 'intermediate.dense',
    narrow: 'output.dense',
  },
  queryKeyValue: (m, x, width) => {
    const part = (name: string): Value => linear(m.at('attention', 'attention', name), x, width, width);
    return [part('query'), part('key'), part('value')];
  },
});

const original = (root: Module): DinoKeys => ({
  root,
  classToken: 'cls_token',
  positions: 'pos_embed',
  patches: root.at('patch_embed', 'proj'),
  norm: root.at('norm'),
  block: (k) => root.at('blocks', k),
  names: { norm1: 'norm1', norm2: 'norm2', projection: 'attn.proj', wide: 'mlp.fc1', narrow: 'mlp.fc2' },
  queryKeyValue: (m, x, width) => {
    const all = linear(m.at('attn', 'qkv'), x, width, 3 * width);
    const part = (i: number): Value => all.slice(2, i * width, (i + 1) * width);
    return [part(0), part(1), part(2)];
  },
});

/**
 * The sizes, read from the shapes of the file; a config.json says what no shape tells, and the released files have none.
 * @throws when the file is no vision transformer, or its positions are not those of a square
 */
export function dinoConfig(weights: Module, json: unknown, where: string): DinoConfig {
  const keys = dinoKeys(weights);
  const [width = 0, , patchSize = 0] = keys.patches.tensor('weight', [-1, 3, -1, -1]).dims;
  const [, rows = 0] = keys.root.tensor(keys.positions, [1, -1, width]).dims;
  const grid = Math.sqrt(rows - 1);
  if (!Number.isInteger(grid))
    throw new CheckpointError(
      `${keys.positions}: expected a square of patches and one class, got ${rows} rows`,
    );
  const [mlp = 0] = keys.block(0).at(keys.names.wide).tensor('weight', [-1, width]).dims;
  let layers = 0;
  while (keys.block(layers).holds(keys.names.norm1)) layers += 1;
  const config = json === undefined ? {} : object(json, where);
  const epsilon = config['layer_norm_eps'];
  return {
    width,
    mlp,
    layers,
    heads: count(config, 'num_attention_heads', where, width / HEAD),
    epsilon: typeof epsilon === 'number' ? epsilon : EPSILON,
    imageSize: grid * patchSize,
    patchSize,
  };
}

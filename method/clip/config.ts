/** A member of a published config.json that must be a positive whole number. */
export function count(
  json: Readonly<Record<string, unknown>>,
  name: string,
  where: string,
  fallback?: number,
): number {
  const value = json[name] ?? fallback;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value;
  throw new Error(`${where}, ${name}: expected a whole number above 0, got ${JSON.stringify(value)}`);
}

/** A parsed config.json as an object. */
export function object(json: unknown, where: string): Readonly<Record<string, unknown>> {
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new Error(`${where}: expected an object, got ${JSON.stringify(json)}`);
}

/** Activation between the two layers of an MLP, as `hidden_act` names it. */
type Activation = 'quick_gelu' | 'gelu';

/** Sizes of one CLIP tower. */
export interface TowerConfig {
  readonly width: number;
  readonly mlp: number;
  readonly layers: number;
  readonly heads: number;
  readonly activation: Activation;
  readonly epsilon: number;
  /** Width of the shared space; 0 when the file has no projection. */
  readonly projection: number;
}

export interface ClipVisionConfig extends TowerConfig {
  /** Side of the input picture, pixels. */
  readonly imageSize: number;
  /** Side of a patch, pixels. */
  readonly patchSize: number;
}

export interface ClipTextConfig extends TowerConfig {
  readonly vocabulary: number;
  /** Number of positions. */
  readonly length: number;
  /** Token whose position is pooled. */
  readonly endToken: number;
}

function towerConfig(
  json: Readonly<Record<string, unknown>>,
  where: string,
  defaults: TowerConfig,
): TowerConfig {
  const activation = json['hidden_act'] ?? defaults.activation;
  if (activation !== 'quick_gelu' && activation !== 'gelu') {
    throw new Error(`${where}, hidden_act: expected quick_gelu or gelu, got ${JSON.stringify(activation)}`);
  }
  const epsilon = json['layer_norm_eps'];
  return {
    width: count(json, 'hidden_size', where, defaults.width),
    mlp: count(json, 'intermediate_size', where, defaults.mlp),
    layers: count(json, 'num_hidden_layers', where, defaults.layers),
    heads: count(json, 'num_attention_heads', where, defaults.heads),
    activation,
    epsilon: typeof epsilon === 'number' ? epsilon : defaults.epsilon,
    projection: count(json, 'projection_dim', where, defaults.projection),
  };
}

/** Reads a CLIP vision config.json, alone or as `vision_config` of a whole CLIP. Defaults are transformers' (ViT-B/32). */
export function parseClipVisionConfig(json: unknown, where: string): ClipVisionConfig {
  const whole = object(json, where);
  const inner = object(whole['vision_config'] ?? whole, where);
  const base = {
    width: 768,
    mlp: 3072,
    layers: 12,
    heads: 12,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    projection: 512,
  } as const;
  return {
    ...towerConfig(
      { ...inner, projection_dim: whole['projection_dim'] ?? inner['projection_dim'] },
      where,
      base,
    ),
    imageSize: count(inner, 'image_size', where, 224),
    patchSize: count(inner, 'patch_size', where, 32),
  };
}

/** Reads a CLIP text config.json, alone or as `text_config` of a whole CLIP. */
export function parseClipTextConfig(json: unknown, where: string): ClipTextConfig {
  const whole = object(json, where);
  const inner = object(whole['text_config'] ?? whole, where);
  const base = {
    width: 512,
    mlp: 2048,
    layers: 12,
    heads: 8,
    activation: 'quick_gelu',
    epsilon: 1e-5,
    projection: 512,
  } as const;
  return {
    ...towerConfig(
      { ...inner, projection_dim: whole['projection_dim'] ?? inner['projection_dim'] },
      where,
      base,
    ),
    vocabulary: count(inner, 'vocab_size', where, 49408),
    length: count(inner, 'max_position_embeddings', where, 77),
    endToken: count(inner, 'eos_token_id', where, 49407),
  };
}

import { count, object } from '../clip/config.ts';
import { LAYERS } from './mappers.ts';

/** What elite/config.json says: how the mappers were trained, and how to begin. */
export interface EliteConfig {
  /** Hidden states of the vision tower in the order of the mappers, F_0 … F_4. */
  readonly layers: readonly number[];
  /** Side of the patch grid; P = grid². */
  readonly grid: number;
  /** Fusion weights to begin with, and the ends of their range. */
  readonly lambda: {
    readonly edit: number;
    readonly generate: number;
    readonly min: number;
    readonly max: number;
  };
  readonly steps: { readonly quick: number; readonly full: number };
  readonly guidance: number;
}

/** As released, for Stable Diffusion 1.4 and CLIP ViT-L/14. Source: Wei et al. 2023 and its code. */
export const RELEASED: EliteConfig = {
  layers: [24, 4, 8, 12, 16],
  grid: 16,
  lambda: { edit: 0.6, generate: 0.8, min: 0, max: 1.5 },
  steps: { quick: 25, full: 100 },
  guidance: 5,
};

/** Reads elite/config.json; what it does not say is as released. @throws naming the member that makes no sense */
export function parseEliteConfig(json: unknown, where: string): EliteConfig {
  const c = object(json, where);
  const steps = object(c['steps'] ?? {}, `${where}, steps`);
  const lambda = object(c['lambda'] ?? {}, `${where}, lambda`);
  return {
    layers: layersOf(c['layers'] ?? RELEASED.layers, where),
    grid: count(c, 'grid', where, RELEASED.grid),
    lambda: {
      edit: number(lambda, 'edit', where, RELEASED.lambda.edit),
      generate: number(lambda, 'generate', where, RELEASED.lambda.generate),
      min: number(lambda, 'min', where, RELEASED.lambda.min),
      max: number(lambda, 'max', where, RELEASED.lambda.max),
    },
    steps: {
      quick: count(steps, 'quick', where, RELEASED.steps.quick),
      full: count(steps, 'full', where, RELEASED.steps.full),
    },
    guidance: number(c, 'guidance', where, RELEASED.guidance),
  };
}

function layersOf(value: unknown, where: string): readonly number[] {
  const layers = Array.isArray(value) ? (value as readonly unknown[]).map(Number) : [];
  if (layers.length === LAYERS && layers.every((k) => Number.isInteger(k) && k >= 0)) return layers;
  throw new Error(
    `${where}, layers: expected ${LAYERS} numbers of hidden states, got ${JSON.stringify(value)}`,
  );
}

function number(
  json: Readonly<Record<string, unknown>>,
  name: string,
  where: string,
  fallback: number,
): number {
  const value = json[name] ?? fallback;
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0) return value;
  throw new Error(`${where}, ${name}: expected a number from 0, got ${JSON.stringify(value)}`);
}

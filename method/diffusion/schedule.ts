import { count } from '../clip/config.ts';
import type { NoiseLevels } from '../sampling/schedules.ts';

/** How a diffusion model was trained: the scheduler's config.json. */
export interface DiffusionConfig {
  readonly steps: number;
  readonly betaStart: number;
  readonly betaEnd: number;
}

/** Stable Diffusion 1.x: 1000 steps, scaled-linear β. */
export const STABLE_DIFFUSION: DiffusionConfig = { steps: 1000, betaStart: 0.00085, betaEnd: 0.012 };

/**
 * Reads a published scheduler_config.json.
 * @throws when the model predicts something else than ε, or learned on another noise schedule
 */
export function parseDiffusionConfig(
  json: Readonly<Record<string, unknown>>,
  where: string,
): DiffusionConfig {
  const refuseOther = (name: string, expected: string): void => {
    const value = json[name] ?? expected;
    if (value !== expected)
      throw new Error(`${where}, ${name}: expected ${expected}, got ${JSON.stringify(value)}`);
  };
  refuseOther('prediction_type', 'epsilon');
  refuseOther('beta_schedule', 'scaled_linear');
  const { steps, betaStart, betaEnd } = STABLE_DIFFUSION;
  const number = (name: string, fallback: number): number => {
    const value = json[name] ?? fallback;
    if (typeof value === 'number' && value > 0 && value < 1) return value;
    throw new Error(`${where}, ${name}: expected a number between 0 and 1, got ${JSON.stringify(value)}`);
  };
  return {
    steps: count(json, 'num_train_timesteps', where, steps),
    betaStart: number('beta_start', betaStart),
    betaEnd: number('beta_end', betaEnd),
  };
}

/** ᾱ_t of scaled-linear β: β_t = linspace(√β_0, √β_1, T)², ᾱ = cumprod(1 − β), in 32-bit precision. Source: Rombach et al. 2022. */
export function alphasCumprod({ steps, betaStart, betaEnd }: DiffusionConfig): Float32Array {
  const out = new Float32Array(steps);
  const [from, to] = [Math.sqrt(betaStart), Math.sqrt(betaEnd)];
  let product = 1;
  for (let t = 0; t < steps; t += 1) {
    const root = Math.fround(from + ((to - from) * t) / (steps - 1));
    product *= Math.fround(1 - Math.fround(root * root));
    out[t] = product;
  }
  return out;
}

/** σ_t = √((1 − ᾱ_t) / ᾱ_t). */
export const noiseLevels = (config: DiffusionConfig): NoiseLevels => ({
  sigmas: [...alphasCumprod(config)].map((a) => Math.fround(Math.sqrt((1 - a) / a))),
});

import { liesWithin, type TimestepSpan } from '../sampling/schedules.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { NoisePrediction } from './guidance.ts';

/** How deep features of the UNet are used again in later steps, and where; steps outside its timesteps run whole. */
export interface FeatureReuse extends TimestepSpan {
  /** The inner blocks run in every step of this many; 1 is every step. */
  readonly interval: number;
  /** So many units of the way up, and the way down to their skips, run in all steps. */
  readonly depth: number;
}

/** Which part of a UNet runs: all of it, all of it with its deep feature told, or the outer blocks with one that was told. */
export type UnetForm = 'whole' | 'telling' | 'outer';

/** ε by one form of the UNet. @param deep the deep feature, for the outer blocks */
export type FormPrediction = (
  form: UnetForm,
  at: { readonly x: Tensor; readonly timestep: number; readonly step: number; readonly deep?: Tensor },
) => Promise<{ readonly epsilon: Tensor; readonly deep?: Tensor }>;

/**
 * Runs the whole UNet in every N-th step and its outer blocks alone in between, on the deep feature of the last whole step:
 * what the inner blocks say changes slowly from step to step.
 * Source: Ma et al. 2024 (DeepCache), Section 3.3, the uniform strategy.
 * Differs there: a span of timesteps bounds it, and each branch of guidance counts from its own last whole step, so that
 * one that rested runs whole when it comes back.
 * @returns a prediction for one run: it remembers features from step to step
 */
export function reusingFeatures(predict: FormPrediction, reuse: FeatureReuse | undefined): NoisePrediction {
  if (reuse === undefined || reuse.interval <= 1)
    return async (x, timestep, step) => (await predict('whole', { x, timestep, step })).epsilon;
  let kept: { readonly step: number; readonly deep: Tensor } | undefined;
  return async (x, timestep, step) => {
    const isWithin = liesWithin(timestep, reuse);
    const age = kept === undefined ? 0 : step - kept.step;
    if (kept !== undefined && isWithin && age > 0 && age < reuse.interval && isLike(kept.deep, x))
      return (await predict('outer', { x, timestep, step, deep: kept.deep })).epsilon;
    const { epsilon, deep } = await predict('telling', { x, timestep, step });
    if (deep === undefined) throw new Error('unet: expected its deep feature beside ε, got none');
    kept = isWithin ? { step, deep } : undefined;
    return epsilon;
  };
}

const isLike = (deep: Tensor, { dims }: Tensor): boolean => deep.dims[0] === dims[0];

import { timestepSpan, type NoiseLevels } from '../sampling/schedules.ts';
import type { Savings } from './savings.ts';

/** How many steps, by which sampler, and what is left out. */
export interface SamplingPlan {
  readonly steps: number;
  readonly samplerName: string;
  readonly scheduler: string;
  readonly savings?: Savings;
}

/** Names of the presets, the most careful first. */
export const PRESETS = ['paper', 'balanced', 'fast', 'fastest'] as const;
export type Preset = (typeof PRESETS)[number];

/** Steps of the fast presets; they and what follows were chosen on validation concepts of the embedded bundle. */
const FAST_STEPS = 20;
/** Where the fast presets guide, and where each uses deep features again: shares of the way from noise to picture. */
const FAST_GUIDANCE = { start: 0.05, end: 0.9 };
const REUSE = {
  fast: { interval: 3, depth: 2, start: 0.6, end: 1 },
  fastest: { interval: 2, depth: 2, start: 0, end: 1 },
};

/**
 * The plan of a preset: *paper* as published (Wei et al. 2023), *balanced* with a quarter of its steps, *fast* with
 * DPM++ 2M on Karras' levels, guidance in an interval (Kynkäänniemi et al. 2024) and features used again (Ma et al. 2024);
 * *fastest* uses them again in every second step of all, which makes other pictures.
 */
export function presetPlan(preset: Preset, levels: NoiseLevels): SamplingPlan {
  const lms = (steps: number): SamplingPlan => ({ steps, samplerName: 'lms', scheduler: 'normal' });
  if (preset === 'paper') return lms(100);
  if (preset === 'balanced') return lms(25);
  const { interval, depth, start, end } = REUSE[preset];
  return {
    steps: FAST_STEPS,
    samplerName: 'dpmpp_2m',
    scheduler: 'karras',
    savings: {
      guidance: timestepSpan(levels, FAST_GUIDANCE.start, FAST_GUIDANCE.end),
      reuse: { interval, depth, ...timestepSpan(levels, start, end) },
    },
  };
}

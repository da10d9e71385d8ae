import { guided } from '../method/diffusion/guidance.ts';
import { PRESETS, presetPlan, type Preset } from '../method/diffusion/presets.ts';
import { reusingFeatures } from '../method/diffusion/feature-reuse.ts';
import { sampleLatents } from '../method/diffusion/sample-latents.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../method/diffusion/schedule.ts';
import { zeros } from '../method/tensor/tensor.ts';

/** How often the UNet runs for one picture. */
export interface Calls {
  readonly preset: Preset;
  /** All of it. */
  readonly whole: number;
  /** Its outer blocks alone. */
  readonly outer: number;
  /** Of the whole ones those of the unconditional branch, which has no patches. */
  readonly unconditional: number;
}

/** Any but 1, at which the unconditional branch is not asked. */
const GUIDANCE = 5;

/** Counts the UNet's runs of each preset by sampling with a network that only counts. */
export async function presetCalls(): Promise<Calls[]> {
  const levels = noiseLevels(STABLE_DIFFUSION);
  const all: Calls[] = [];
  for (const preset of PRESETS) {
    const { steps, samplerName, scheduler, savings } = presetPlan(preset, levels);
    const counts = { whole: 0, outer: 0, unconditional: 0 };
    const counting = (isUnconditional: boolean) =>
      reusingFeatures((form, { x }) => {
        counts[form === 'outer' ? 'outer' : 'whole'] += 1;
        if (isUnconditional && form !== 'outer') counts.unconditional += 1;
        return Promise.resolve({ epsilon: x, ...(form === 'telling' ? { deep: x } : {}) });
      }, savings?.reuse);
    await sampleLatents(
      guided(counting(false), counting(true), GUIDANCE, savings?.guidance),
      { levels, latentScale: 1 },
      zeros([1, 4, 8, 8]),
      { seed: 0n, steps, samplerName, scheduler, denoise: 1 },
    );
    all.push({ preset, ...counts });
  }
  return all;
}

import type { DiffusionModel } from '../../method/diffusion/diffusion-model.ts';
import { presetPlan, type Preset } from '../../method/diffusion/presets.ts';

/** The sampler's inputs that a preset takes the place of. */
interface PlannedInputs {
  readonly model: DiffusionModel;
  readonly steps: number;
  readonly sampler_name: string;
  readonly scheduler: string;
  readonly preset: Preset | 'custom' | undefined;
}

/** How the sampler goes about its steps, and the model with what it leaves out. */
interface Planned {
  readonly model: DiffusionModel;
  readonly steps: number;
  readonly samplerName: string;
  readonly scheduler: string;
}

/** What the preset says, or without one what the inputs and the model's own patches say. */
export function planned({
  model,
  steps,
  sampler_name,
  scheduler,
  preset = 'custom',
}: PlannedInputs): Planned {
  if (preset === 'custom') return { model, steps, samplerName: sampler_name, scheduler };
  const { savings, ...plan } = presetPlan(preset, model.levels);
  return { model: { ...model, savings }, ...plan };
}

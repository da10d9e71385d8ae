import { SAMPLERS } from '../sampling/index.ts';
import { blended, inpainting } from '../sampling/inpainting.ts';
import type { Step } from '../sampling/sampler.ts';
import { SCHEDULES, type NoiseLevels } from '../sampling/schedules.ts';
import { batchNoise, TorchGenerator } from '../tensor/noise.ts';
import { axpby, mapped, scale, tensor, type Tensor } from '../tensor/tensor.ts';
import { epsilonDenoiser, type NoisePrediction } from './guidance.ts';

/** How latents are drawn. */
export interface SamplingSettings {
  /** 0 … 2⁶⁴ − 1; the noise is that of PyTorch's CPU generator. A list has one for each sample, drawn as it would be alone. */
  readonly seed: bigint | readonly bigint[];
  readonly steps: number;
  readonly samplerName: string;
  readonly scheduler: string;
  /** Share of the schedule to go through: 1 begins with noise alone, less keeps some of the given latents. */
  readonly denoise: number;
  /** [B, C, h, w]: 1 where to draw; where it is 0 the given latents stay, bit for bit. Everywhere without one. */
  readonly mask?: Tensor;
  readonly onStep?: (step: Step, total: number) => void;
}

/**
 * Draws latents with a model's prediction of ε, beginning at noise, or at noised latents for an image-to-image run; within a mask alone where there is one.
 * @param latent [B, C, h, w], unscaled @returns [B, C, h, w], unscaled
 * @throws for a sampler or scheduler of no known name, and for a prediction that is not finite
 */
export async function sampleLatents(
  predict: NoisePrediction,
  { levels, latentScale }: { readonly levels: NoiseLevels; readonly latentScale: number },
  latent: Tensor,
  { seed, steps, samplerName, scheduler, denoise, mask, onStep }: SamplingSettings,
): Promise<Tensor> {
  const sampler = named(SAMPLERS, samplerName, 'sampler_name');
  const schedule = named(SCHEDULES, scheduler, 'scheduler');
  if (denoise <= 0) return latent;
  const total = Math.max(steps, Math.floor(steps / denoise));
  const sigmas = schedule(levels, total).slice(total - steps);
  const generator = typeof seed === 'bigint' ? new TorchGenerator(seed) : batchNoise(seed);
  const noise = tensor(generator.normal(latent.data.length), latent.dims);
  const start = axpby(latentScale, latent, sigmas[0] ?? 0, noise);
  const options = { generator, ...(onStep ? { onStep: (step: Step) => onStep(step, steps) } : {}) };
  const denoiser = epsilonDenoiser(levels, finite(predict));
  const drawing = mask
    ? inpainting(denoiser, { picture: scale(latentScale, latent), noise, mask })
    : denoiser;
  const drawn = scale(1 / latentScale, await sampler(drawing, start, sigmas, options));
  return mask ? blended(mapped(mask, Math.ceil), drawn, latent) : drawn;
}

/** The same prediction, which ends a run whose picture would be black. */
const finite =
  (predict: NoisePrediction): NoisePrediction =>
  async (x, timestep, step) => {
    const epsilon = await predict(x, timestep, step);
    const wrong = epsilon.data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined)
      throw new Error(
        `UNet: expected finite numbers, got ${wrong} in step ${step + 1} (damaged weights? elite-graph models verify looks at them)`,
      );
    return epsilon;
  };

function named<T>(table: Readonly<Record<string, T>>, name: string, where: string): T {
  const found = Object.hasOwn(table, name) ? table[name] : undefined;
  if (found !== undefined) return found;
  throw new Error(`${where}: expected one of ${Object.keys(table).join(', ')}, got ${name}`);
}

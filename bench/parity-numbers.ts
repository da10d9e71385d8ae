import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClipTokenizer } from '../method/clip/tokenizer.ts';
import { noiseLevels, STABLE_DIFFUSION } from '../method/diffusion/schedule.ts';
import { SAMPLERS } from '../method/sampling/index.ts';
import { lmsCoefficients } from '../method/sampling/lms.ts';
import type { Denoiser } from '../method/sampling/sampler.ts';
import { evenTimesteps, linearInTime, SCHEDULES } from '../method/sampling/schedules.ts';
import { TorchGenerator } from '../method/tensor/noise.ts';
import { relativeL2, scale, tensor } from '../method/tensor/tensor.ts';
import { openFixture, parityFolder } from '../test/support/fixtures.ts';
import type { Comparison } from './comparison.ts';

/** torch's vectorised 32-bit logarithm, sine and cosine differ from double precision by about 1.1e-6. */
const NOISE = 2e-6;
const NUMBERS = 1e-5;
/** Twelve steps in 32 bits on both sides. */
const SAMPLING = 1e-6;
const LEVELS = noiseLevels(STABLE_DIFFUSION);

/** LMS coefficients of Stable Diffusion's schedule, integrated in double precision over 32-bit σ: [steps, step, values]. */
const COEFFICIENTS: readonly (readonly [number, number, readonly number[]])[] = [
  [100, 0, [-0.8621359]],
  [100, 1, [-1.1712506, 0.3712094]],
  [100, 2, [-1.3569643, 0.8634701, -0.2495325]],
  [100, 3, [-1.4727578, 1.3921573, -0.7787084, 0.1686684]],
  [100, 99, [-0.0447907, 0.0441074, -0.0431112, 0.0146269]],
  [25, 0, [-3.1787052]],
  [25, 3, [-2.4345726, 1.6372411, -0.652333, 0.0965885]],
  [20, 0, [-3.8677988]],
  [20, 3, [-2.3239754, 1.4139475, -0.5043996, 0.0651419]],
];

/** Tokens, noise, noise levels, LMS coefficients and samplers beside transformers, PyTorch and diffusers. */
export async function compareNumbers(): Promise<Comparison[]> {
  return [await tokens(), ...(await noise()), ...(await schedules()), coefficients(), ...(await samplers())];
}

async function tokens(): Promise<Comparison> {
  const folder = parityFolder('tokenizer');
  const tokenizer = await ClipTokenizer.open(folder);
  const cases = JSON.parse(readFileSync(join(folder, 'texts.json'), 'utf8')) as {
    text: string;
    ids: number[];
  }[];
  const differing = cases.filter(({ text, ids }) => {
    const ours = tokenizer.tokenize(text, { compat: true }).ids;
    return ids.slice(0, -1).some((id, i) => i < ours.length - 1 && id !== ours[i]);
  });
  return {
    network: 'CLIP tokenizer',
    output: `ids of ${cases.length} texts`,
    measure: 'texts that differ',
    error: differing.length,
    limit: 0,
  };
}

async function noise(): Promise<Comparison[]> {
  const fixture = await openFixture('numbers');
  const rows: Comparison[] = [];
  for (const seed of [0n, 42n, 2n ** 32n + 5n, 2n ** 63n + 11n]) {
    const errors: number[] = [];
    for (const count of [5, 15, 16, 37, 256])
      errors.push(
        difference(new TorchGenerator(seed).normal(count), (await fixture.io(`noise_${seed}_${count}`)).data),
      );
    rows.push(largest('noise', `seed ${seed}, 5 to 256 numbers`, Math.max(...errors), NOISE));
  }
  return rows;
}

async function schedules(): Promise<Comparison[]> {
  const [numbers, others] = [await openFixture('numbers'), await openFixture('samplers')];
  const rows: Comparison[] = [];
  for (const steps of [20, 25, 100]) {
    const sigmas = difference(linearInTime(LEVELS, steps), (await numbers.io(`sigmas_${steps}`)).data);
    rows.push(largest('noise levels', `linear in t, ${steps} steps`, sigmas, NUMBERS));
    const timesteps = difference(evenTimesteps(LEVELS, steps), (await numbers.io(`timesteps_${steps}`)).data);
    // 999 in 32 bits has steps of 6e-5.
    rows.push(largest('timesteps', `${steps} steps`, timesteps, 1e-4));
  }
  for (const name of ['karras', 'exponential'])
    rows.push(
      largest(
        'noise levels',
        `${name}, 12 steps`,
        difference(SCHEDULES[name]?.(LEVELS, 12) ?? [], (await others.io(name)).data),
        NUMBERS,
      ),
    );
  return rows;
}

function coefficients(): Comparison {
  const errors = COEFFICIENTS.map(([steps, step, values]) =>
    difference(lmsCoefficients(linearInTime(LEVELS, steps), step), values),
  );
  return largest('LMS', 'coefficients of 20, 25 and 100 steps', Math.max(...errors), NUMBERS);
}

/** D(x; σ) = x/(1 + σ²) + sin(x/√(1 + σ²))/5, as in the fixture. */
const denoise: Denoiser = (x, sigma) => {
  const variance = 1 + sigma ** 2;
  const data = x.data.map((v) => v / variance + 0.2 * Math.sin(v / Math.sqrt(variance)));
  return Promise.resolve(tensor(data, x.dims));
};

async function samplers(): Promise<Comparison[]> {
  const fixture = await openFixture('samplers');
  const rows: Comparison[] = [];
  for (const [name, sampler] of Object.entries(SAMPLERS)) {
    const sigmas = [...(await fixture.io(`${name}_sigmas`)).data];
    const start = scale(sigmas[0] ?? NaN, await fixture.io('noise'));
    const ours = await sampler(denoise, start, sigmas, { generator: new TorchGenerator(5) });
    const error = relativeL2(ours, await fixture.io(name));
    rows.push({ network: `sampler ${name}`, output: '12 steps', error, limit: SAMPLING });
  }
  return rows;
}

const largest = (network: string, output: string, error: number, limit: number): Comparison => ({
  network,
  output,
  measure: 'largest difference',
  error,
  limit,
});

/** The largest difference; that of numbers above 1 is taken relative to them. */
function difference(ours: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (ours.length !== expected.length) return Infinity;
  return Math.max(
    ...Array.from(expected, (value, i) => Math.abs((ours[i] ?? NaN) - value) / Math.max(1, Math.abs(value))),
  );
}

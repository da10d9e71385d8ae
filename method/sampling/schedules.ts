/** Noise levels of a model's training steps, by rising step. */
export interface NoiseLevels {
  /** σ_t = √((1 − ᾱ_t) / ᾱ_t), of 32-bit precision. */
  readonly sigmas: readonly number[];
}

/** Timesteps evenly spaced over the training steps, last first, fractions kept: linspace(0, T − 1, n) reversed. */
export const evenTimesteps = ({ sigmas }: NoiseLevels, steps: number): number[] =>
  Array.from({ length: steps }, (_, i) =>
    steps === 1 ? sigmas.length - 1 : ((sigmas.length - 1) * (steps - 1 - i)) / (steps - 1),
  );

/** σ at a fractional timestep, interpolated linearly over t. */
export function sigmaAt({ sigmas }: NoiseLevels, timestep: number): number {
  const low = Math.floor(timestep);
  const [a = 0, b = a] = [sigmas[low], sigmas[Math.min(low + 1, sigmas.length - 1)]];
  return a + (b - a) * (timestep - low);
}

/** The fractional timestep of a σ: the inverse of `sigmaAt`, clamped to the training steps. */
export function timestepOf({ sigmas }: NoiseLevels, sigma: number): number {
  let low = 0;
  let high = sigmas.length - 1;
  if (sigma <= (sigmas[0] ?? 0)) return 0;
  if (sigma >= (sigmas[high] ?? 0)) return high;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sigmas[middle] ?? 0) <= sigma) low = middle;
    else high = middle;
  }
  const [a = 0, b = 1] = [sigmas[low], sigmas[high]];
  return low + (sigma - a) / (b - a);
}

/** Timesteps, falling: a part of the way from noise to picture. */
export interface TimestepSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The timesteps of a part of the way from noise to picture.
 * @param start share of the training steps that lie before it: 0 is noise alone @param end 1 is the picture
 */
export function timestepSpan({ sigmas }: NoiseLevels, start: number, end: number): TimestepSpan {
  const last = sigmas.length - 1;
  return { from: (1 - start) * last, to: (1 - end) * last };
}

/** Whether a timestep lies in a span, its ends included. */
export const liesWithin = (timestep: number, { from, to }: TimestepSpan): boolean =>
  timestep <= from && timestep >= to;

/** A schedule: n noise levels, falling, and a final 0. */
export type Schedule = (levels: NoiseLevels, steps: number) => number[];

/** Even in t, as diffusers' LMS scheduler with linspace spacing; σ in 32-bit precision. */
export const linearInTime: Schedule = (levels, steps) => [
  ...evenTimesteps(levels, steps).map((t) => Math.fround(sigmaAt(levels, t))),
  0,
];

/** Karras et al. 2022 (EDM), Eqn. 5, with ρ = 7. */
export const karras: Schedule = ({ sigmas }, steps) => {
  const rho = 7;
  const [low, high] = [(sigmas[0] ?? 0) ** (1 / rho), (sigmas.at(-1) ?? 0) ** (1 / rho)];
  return [...ramp(steps).map((u) => (high + u * (low - high)) ** rho), 0];
};

/** Even in ln σ. */
export const exponential: Schedule = ({ sigmas }, steps) => {
  const [low, high] = [Math.log(sigmas[0] ?? 1), Math.log(sigmas.at(-1) ?? 1)];
  return [...ramp(steps).map((u) => Math.exp(high + u * (low - high))), 0];
};

const ramp = (steps: number): number[] =>
  Array.from({ length: steps }, (_, i) => (steps === 1 ? 0 : i / (steps - 1)));

/** Schedules by the names that workflows use. */
export const SCHEDULES: Readonly<Record<string, Schedule>> = { normal: linearInTime, karras, exponential };

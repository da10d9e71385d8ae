import type { BenchPrompt, Subject } from '../../../method/evaluation/benchmark.ts';
import type { Metric, Presets, Values } from '../../../method/evaluation/scored-picture.ts';
import type { Tensor } from '../../../method/tensor/tensor.ts';

/** What pictures are looked at for. */
export interface ScoredGroup {
  readonly subject: Subject;
  readonly prompt: BenchPrompt;
  /** Empty for pictures without a text to follow. */
  readonly scoredText: string;
  /** Whether copies of the photograph are looked for, which takes longer than all judges together. */
  readonly copies: boolean;
  /** Where the gate of each picture was open, 64 × 64 of 0 … 1; looked at only beside copies, which find the object. */
  readonly gates?: readonly ArrayLike<number>[];
  /** Index of a reference that does not count: a real picture against the others. */
  readonly withoutReference?: number;
  /** Index of a true render that does not count, for each picture. */
  readonly withoutTruth?: readonly number[];
}

/** What was found in one picture. */
export interface Found {
  readonly values: Values;
  readonly hits: Readonly<Record<string, boolean>>;
}

/** Whoever looks at the pictures of an evaluation. */
export interface Scorer {
  /** Changes with everything that decides the scores of given pixels. */
  readonly key: string;
  readonly presets: Presets;
  /** Why a metric has no values. */
  readonly missing: Readonly<Partial<Record<Metric, string>>>;
  /** @param pictures [B, H, W, 3], multiples of 1/255 @returns one a picture */
  score(pictures: Tensor, group: ScoredGroup, signal?: AbortSignal): Promise<Found[]>;
}

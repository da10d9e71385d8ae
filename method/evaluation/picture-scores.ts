import type { Tensor } from '../tensor/tensor.ts';
import { likenesses, textAlignments, type Likeness } from './features.ts';
import { meanOf } from './statistics.ts';
import type { Judge, JudgeId } from './judge.ts';

/** One kind of score over the pictures of a batch. */
export interface BatchScore {
  /** Its name as reports print it: `CLIP-T`, `DINO-I`. */
  readonly name: string;
  readonly mean: number;
  /** The value of each picture. */
  readonly each: readonly number[];
}

/** CLIP-T of pictures. @param images [B, H, W, 3], 0 … 1 @throws when the judge has no text side */
export async function textScore(
  judge: Judge,
  images: Tensor,
  text: string,
  signal?: AbortSignal,
): Promise<BatchScore> {
  if (!judge.texts)
    throw new Error(`${judge.id}: expected a text tower with a projection, got a judge without one`);
  const texts = await judge.texts([text], signal);
  return batchScore('CLIP-T', textAlignments(await judge.pictures(images, signal), texts));
}

/**
 * How pictures resemble references: the mean over the references, and the largest.
 * @param images [B, H, W, 3], 0 … 1 @param references [K, H, W, 3]
 */
export async function likenessScores(
  judge: Judge,
  images: Tensor,
  references: Tensor,
  signal?: AbortSignal,
): Promise<readonly [BatchScore, BatchScore]> {
  const known = await judge.pictures(references, signal);
  const found = likenesses(await judge.pictures(images, signal), known);
  const of = (name: string, value: (likeness: Likeness) => number): BatchScore =>
    batchScore(`${nameOf(judge.id)} ${name}`, found.map(value));
  return [of('mean', ({ mean }) => mean), of('max', ({ max }) => max)];
}

/** Scores as text: a line with the means and the judge, and one a picture where there are several. */
export function scoreText(judge: string, scores: readonly BatchScore[]): string {
  const count = scores[0]?.each.length ?? 0;
  const line = (value: (score: BatchScore) => number): string =>
    scores.map((score) => `${score.name} ${value(score).toFixed(3)}`).join(' · ');
  const pictures = Array.from({ length: count }, (_, b) => `${b + 1}: ${line(({ each }) => each[b] ?? NaN)}`);
  return [`${line(({ mean }) => mean)} (${judge})`, ...(count > 1 ? pictures : [])].join('\n');
}

/** What the likeness of each family of judges is called. */
function nameOf(id: JudgeId): string {
  if (id === 'tiny-id') return 'ID-I';
  return id.startsWith('dino') ? 'DINO-I' : 'CLIP-I';
}

const batchScore = (name: string, each: readonly number[]): BatchScore => ({
  name,
  each,
  mean: meanOf(each),
});

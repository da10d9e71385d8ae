import type { ClipTextEncoder } from '../clip/text-encoder.ts';
import type { ClipVisionEncoder } from '../clip/vision-encoder.ts';
import { pictureAt } from '../image/layout.ts';
import { concatenate, reshaped, slice, type Tensor } from '../tensor/tensor.ts';
import type { Judge, JudgeId } from './judge.ts';
import type { JudgePixels } from './judge-pixels.ts';
import { unitRows } from './features.ts';

/** What a CLIP that judges is made of. */
export interface ClipJudgeParts {
  readonly id: JudgeId;
  readonly vision: ClipVisionEncoder;
  /** Absent where the file has no text tower with a projection. */
  readonly text?: ClipTextEncoder;
  readonly pixels: JudgePixels;
}

/** CLIP as a judge: projected pictures and projected end tokens, in the space that both share (Radford et al. 2021). */
export const clipJudge = ({ id, vision, text, pixels }: ClipJudgeParts): Judge => ({
  id,
  pictures: (images, signal) =>
    eachPicture(images, (one) => vision.embeds(pixels(one, vision.config.imageSize), signal)),
  ...(text && { texts: (prompts, signal) => textFeatures(text, prompts, signal) }),
});

/** Unit features of pictures that go through one by one, so that no score depends on its neighbours. @returns [B, d] */
export async function eachPicture(
  images: Tensor,
  features: (one: Tensor) => Promise<Tensor>,
): Promise<Tensor> {
  const rows: Tensor[] = [];
  for (let b = 0; b < (images.dims[0] ?? 0); b += 1) rows.push(await features(pictureAt(images, b)));
  return unitRows(concatenate(rows, 0));
}

/** The pooled text is the projection of the first end token; what stands behind it cannot change it. */
async function textFeatures(
  text: ClipTextEncoder,
  prompts: readonly string[],
  signal?: AbortSignal,
): Promise<Tensor> {
  const rows: Tensor[] = [];
  for (const prompt of prompts) {
    const { ids } = text.tokenizer.tokenize(prompt);
    const end = ids.indexOf(text.tokenizer.end, 1);
    const projected = await text.projected(await text.rows(ids), signal); // [1, T, d]
    const pooled = slice(projected, 1, end, end + 1);
    rows.push(reshaped(pooled, [1, pooled.data.length]));
  }
  return unitRows(concatenate(rows, 0));
}

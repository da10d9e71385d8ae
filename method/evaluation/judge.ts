import type { Tensor } from '../tensor/tensor.ts';

/** Ids of the networks with their preparation of pictures, as every report prints them. Source: reference protocol of `docs/method.md`, "Judges". */
export type JudgeId =
  | 'clip-b32/pil'
  | 'clip-b32/ti'
  | 'clip-l14/pil'
  | 'dino-s16/eval'
  | 'dino-s16/clip'
  | 'tiny-clip'
  | 'tiny-id';

/** One network that looks at pictures: unit features of whole pictures, and of texts where it has a text side. */
export interface Judge {
  readonly id: JudgeId;
  /** Unit features [B, d]. @param images RGB pictures [B, H, W, 3], 0 … 1 */
  pictures(images: Tensor, signal?: AbortSignal): Promise<Tensor>;
  /** Unit features [B, d] of texts as they stand: the caller has put the category in the placeholder's place. */
  texts?(prompts: readonly string[], signal?: AbortSignal): Promise<Tensor>;
}

/** The toy world's label network: logits [B, classes] by head (`place`, `colour`, `category`, `outfit`, `style`). */
export interface LabelJudge {
  readonly id: 'tiny-label';
  /** Names of each head's classes, in the order of the logits; the last one of colour and outfit is `none`. */
  readonly names: Readonly<Record<string, readonly string[]>>;
  /** @param images RGB pictures [B, H, W, 3], 0 … 1 */
  labels(images: Tensor, signal?: AbortSignal): Promise<Readonly<Record<string, Tensor>>>;
}

/** The judges of a bundle that has evaluators, or of published weights; a missing one is absent, with the reason. */
export interface Judges {
  /** CLIP: CLIP-T and CLIP-I. */
  readonly text?: Judge;
  /** DINO: DINO-I. */
  readonly picture?: Judge;
  /** The toy world's identity network: ID-I and R@1. */
  readonly identity?: Judge;
  readonly labels?: LabelJudge;
  /** Why a judge is absent, by member: `{ picture: 'no weights: …' }`. */
  readonly missing: Readonly<Partial<Record<'text' | 'picture' | 'identity' | 'labels', string>>>;
}

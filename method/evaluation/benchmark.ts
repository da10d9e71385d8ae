import { scoredText } from './scored-text.ts';

/** A photograph of a subject. */
export interface Photograph {
  readonly photo: string;
  /** White is the subject; of the photograph's size. */
  readonly mask: string;
}

/** One concept of a data set; files are named relative to its folder. */
export interface Subject extends Photograph {
  readonly id: string;
  /** The word that replaces S* where a text is scored; fixed before anything is drawn. */
  readonly category: string;
  /** Which prompts it gets, such as `live` or `thing`. */
  readonly kind: string;
  /** Further photographs of it, for runs that show more than one. */
  readonly more?: readonly Photograph[];
  /** The pictures that likeness is measured to. */
  readonly references: readonly string[];
  /** The noun of the training concept that is most like it, where the data set knows one. */
  readonly nearest?: string;
}

/** One prompt of a data set, with S* for the subject. */
export interface BenchPrompt {
  readonly id: string;
  /** What it asks for: `place`, `colour`, `outfit`, `style` … */
  readonly kind: string;
  readonly text: string;
  /** The kinds of subject that it is for; all when left out. */
  readonly for?: readonly string[];
  /** The scored text where it is another than the prompt's own; S* in it becomes the category. */
  readonly scored?: string;
  /** The class that each of the label judge's heads should find. */
  readonly asks: Readonly<Record<string, number>>;
}

/** A data set: what is drawn, and what it is measured by. */
export interface Benchmark {
  readonly name: string;
  readonly version: number;
  readonly subjects: readonly Subject[];
  readonly prompts: readonly BenchPrompt[];
  /** Files of true pictures by `subject/prompt`. */
  readonly truths: Readonly<Record<string, readonly string[]>>;
  /** A file with the tensor `own` [N, d]: unit prototypes of the subjects in order, then of other identities. */
  readonly gallery?: string;
}

/** A picture to draw: which subject, which prompt, which noise. */
export interface Triple {
  readonly subject: Subject;
  readonly prompt: BenchPrompt;
  readonly seed: number;
}

/** The prompt that shows the subject itself; the words of a photograph are looked at with it. */
export const PLAIN_PROMPT: BenchPrompt = { id: 'plain', kind: 'plain', text: 'a photo of a S*', asks: {} };

/** The first photographs of a subject, as many as a run shows. @throws when it has fewer */
export function photographsOf({ id, photo, mask, more = [] }: Subject, count: number): Photograph[] {
  const all = [{ photo, mask }, ...more];
  if (all.length < count)
    throw new Error(`photos: expected at most ${all.length}, as subject ${id} has so many, got ${count}`);
  return all.slice(0, count);
}

/** The prompts of a subject, in the data set's order. */
export const promptsOf = ({ prompts }: Pick<Benchmark, 'prompts'>, { kind }: Subject): BenchPrompt[] =>
  prompts.filter((prompt) => prompt.for?.includes(kind) ?? true);

/** The text that a picture is scored by: the category word alone takes the place of each S*. */
export const textToScore = ({ text, scored }: BenchPrompt, { category }: Subject): string =>
  scoredText(scored ?? text, category);

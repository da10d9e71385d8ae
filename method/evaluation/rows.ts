/** Which text the UNet reads: the subject's words, or a noun in their place. */
export type Words = 'category' | 'nearest' | 'all' | 'w0' | 'w1' | 'w2' | 'w3' | 'w4';

/** How a row's pictures are drawn. */
export interface Drawing {
  readonly words: Words;
  /** λ of the patches; undefined for a model without them. */
  readonly lambda?: number;
  /** `open` is r ≡ 1. */
  readonly gate?: 'attention' | 'open';
}

/** One variant of the method, or an oracle: a line of the report's table. */
export interface Row {
  readonly id: string;
  readonly title: string;
  /** What is drawn, or which pictures are there already: the references, or true renders. */
  readonly pictures: Drawing | 'references' | 'truths';
  /** `plain` rows have one prompt of their own; `sweep` rows have the triples of the sweep. */
  readonly triples?: 'plain' | 'sweep';
}

/** The rows that a report can have, in its order; `lambda` is that of the full method. */
export function allRows(lambda: number): readonly Row[] {
  return [
    { id: 'text-only', title: 'text only (category word, base model)', pictures: { words: 'category' } },
    { id: 'v', title: 'v (five words)', pictures: { words: 'all' } },
    { id: 'w0', title: 'w0', pictures: { words: 'w0' } },
    {
      id: 'no-gate',
      title: `w0 + local without gate (r = 1), λ ${lambda}`,
      pictures: { words: 'w0', lambda, gate: 'open' },
    },
    { id: 'full', title: `w0 + local, λ ${lambda}`, pictures: { words: 'w0', lambda } },
    { id: 'nearest', title: 'nearest training concept (its noun)', pictures: { words: 'nearest' } },
    { id: 'real', title: 'oracle: real against real', pictures: 'references' },
    { id: 'truth', title: 'oracle: true renders', pictures: 'truths' },
    ...(['w0', 'w1', 'w2', 'w3', 'w4'] as const).map((words): Row => ({
      id: `plain-${words}`,
      title: `${words} alone, "a photo of a S*"`,
      pictures: { words },
      triples: 'plain',
    })),
  ];
}

/** A row of the λ sweep. Its λ = 0 runs through the local branch, so that it can be compared with the row without. */
export const sweepRow = (lambda: number): Row => ({
  id: `lambda-${lambda}`,
  title: `sweep, λ ${lambda}`,
  pictures: { words: 'w0', lambda },
  triples: 'sweep',
});

/** The λ of a sweep row's id; undefined for any other row. */
export function sweptLambda(id: string): number | undefined {
  const found = /^lambda-(\d+(?:\.\d+)?)$/.exec(id);
  return found ? Number(found[1]) : undefined;
}

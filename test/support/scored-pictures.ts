import type { ScoredPicture, Values } from '../../method/evaluation/scored-picture.ts';

/** A scored picture of which a test says what matters. */
export const scoredPicture = (
  about: Partial<ScoredPicture> & { readonly values?: Values } = {},
): ScoredPicture => ({
  run: 'r',
  row: 'full',
  subject: 'fox',
  prompt: 'place-beach',
  kind: 'place',
  seed: 0,
  scoredText: 'a photo of a fox on the beach',
  idx: [5],
  values: {},
  hits: {},
  flags: [],
  pixels: 'aa',
  ...about,
});

/** One picture for each of some subjects and prompts, measured by a function. */
export const picturesOfRow = (
  row: string,
  values: (subject: number, prompt: number) => Values,
  { subjects = 10, prompts = 3 } = {},
): ScoredPicture[] =>
  Array.from({ length: subjects }, (_, j) =>
    Array.from({ length: prompts }, (__, k) =>
      scoredPicture({
        row,
        subject: `s${j}`,
        prompt: `p${k}`,
        values: values(j, k),
        pixels: `${row}${j}${k}`,
      }),
    ),
  ).flat();

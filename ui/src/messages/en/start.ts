import { number } from './number.ts';

/** What the first card says. */
export const startWords = {
  back: 'Back',
  photoTitle: 'Drop a photo of your subject',
  photoHint:
    'Or paste one (Ctrl V): PNG, JPEG, WebP, AVIF, BMP or GIF, up to 40 MB. It stays on your own server.',
  starting: 'Starting',
  ready: (model: string) => (model === '' ? 'Ready' : `Ready: ${model}`),
  small: (world: string) =>
    world === '' ? 'Small built-in model' : `Small built-in model: it knows ${world} only`,
  paste: 'Paste a photo',
  nothingToPaste: 'The clipboard holds no picture that can be read here (copy one, or press Ctrl V)',
  goOn: (name: string) => `Go on with ${name}`,
  examples: 'or try an example',
  toGraph: 'Go to the graph',
  maskTitle: 'Paint over the subject',
  maskHint: 'Draw once round it: the inside fills itself. Then touch up with the brush and the eraser.',
  maskUse: 'Use this mask',
  maskSkip: 'Skip: the whole picture',
  promptTitle: 'What should it be?',
  promptHint: 'S* is your subject. Say where it is, or how it looks.',
  /** Prompts; the text encoder reads English. */
  ideas: [
    'a photo of a S*',
    'a S* on the beach',
    'an oil painting of a S*',
    'a S* wearing a hat',
    'a S* as a toy',
  ],
  run: 'Run',
  runKeys: 'Run (Ctrl Enter)',
  stop: 'Stop',
  newSeed: 'New seed',
  moreLike: 'More like my subject',
  lessLike: 'Less like my subject',
  strengths: 'Try 5 strengths',
  yourPhoto: 'Your photo, S*',
  result: 'Result',
  waiting: 'The picture appears here',
  seed: (seed: string) => `seed ${seed}`,
  lambda: (value: number) => ` · λ ${number(value, 2)}`,
  saved: 'Saved to the gallery',
  show: 'Show',
} as const;

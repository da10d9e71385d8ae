import { number } from './number.ts';
import { plural } from './plural.ts';

/** What the gallery says. */
export const galleryWords = {
  none: 'What you make appears here.',
  count: (count: number) =>
    plural(count, { one: `${number(count)} result`, other: `${number(count)} results` }),
  graph: 'Open its graph',
  download: 'Download',
  plain: 'Download without the graph',
  remove: 'Delete',
  mayDelete: 'Delete this result and its files in the output folder? They do not come back.',
  mayRemove: 'Take this result out of the gallery? Its files stay in the output folder.',
  star: 'Star',
  copied: 'The picture is in the clipboard',
  cannotCopy:
    'Browsers let a page copy pictures only over HTTPS or from this computer: download it, or use the menu of the right button',
  pick: 'Compare with…',
  picking: 'Choose the other picture',
  deleted: 'Deleted',
  removed: 'Deleted from the gallery; the files stay in the output folder',
  noPhoto: 'The open graph takes no photo',
  photoUsed: 'It is the photo now',
  graphOf: 'graph of a result',
} as const;

/** What the comparison of two results says. */
export const compareWords = {
  label: 'Compare',
  modes: { slider: 'Slider', side: 'Side by side', flip: 'Flip', difference: 'Difference' },
  share: 'How much of B is shown',
  flip: 'Hold to see B (Space)',
  factor: 'Difference times',
  pair: 'A beside B (wheel, + and − zoom, a drag and the arrow keys move)',
  left: 'A',
  right: 'B',
  none: 'No value differs.',
  sizes: (a: string, b: string) => `A is ${a} pixels, B is ${b}: B is shown as large as A.`,
} as const;

/** What is said where λ, and something else, varies in a grid. */
export const sweepWords = {
  free: 'free',
  like: 'like the photo',
  from: 'λ from',
  to: 'to',
  count: 'pictures',
  rows: 'Rows',
  kinds: { none: 'none', seed: 'seeds', guidance: 'guidance', prompts: 'prompts', photos: 'photos' },
  values: 'Values',
  hints: { none: '', seed: '1, 2, 3', guidance: '3, 5, 8', prompts: 'one prompt a line' },
  photosAre: 'Each is cut to the square in its middle and used whole, without a mask.',
  addPhotos: 'Add photos…',
  removePhoto: (name: string) => `Take ${name} off the list`,
  total: (count: number) =>
    plural(count, { one: `${number(count)} picture`, other: `${number(count)} pictures` }),
  time: (seconds: number) =>
    seconds < 90 ? `about ${number(Math.ceil(seconds))} s` : `about ${number(Math.ceil(seconds / 60))} min`,
  unknownTime: 'time unknown until the first picture',
  asSheet: 'Save as one picture',
  asZip: 'Save as zip',
  noSheet: 'The browser gave no canvas for the sheet',
  noPicture: (url: string) => `${url}: expected the picture, the server has none`,
  wrongLambda: (least: number, most: number) =>
    `λ: expected numbers from ${number(least, 1)} to ${number(most, 1)}`,
  wrong: {
    count: 'Expected 2 to 16 pictures in a row',
    rows: 'Expected one to eight values',
    many: 'Expected at most 64 pictures',
  },
  start: 'Start',
  stop: 'Stop',
  waiting: 'waits',
  running: 'runs',
  stopped: 'stopped',
  noLambda: 'The graph has no λ to vary',
  noCache: 'The server keeps no results (--cache-none): the photo is encoded anew for each picture.',
} as const;

/** What the map of a word says. */
export const heatWords = {
  none: 'This picture was drawn without keeping where its words act. ',
  keep: 'Draw it again and keep it',
  words: 'Words of the prompt',
  opacity: 'Opacity, %',
  from: 'From step',
  to: 'To step',
  size: 'Cells of the map',
  legend: 'From nothing to most',
  share: (value: number) => number(value, 2),
} as const;

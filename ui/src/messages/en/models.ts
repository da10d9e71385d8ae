import { number } from './number.ts';
import { plural } from './plural.ts';

/** What the dialog of models says. */
export const modelWords = {
  asking: 'Looking at the files…',
  none: 'There is no model yet.',
  bundle: 'bundle',
  file: 'single file',
  ships: 'ships with Elite Graph',
  sound: 'Every key and shape fits.',
  hash: 'Compute hashes',
  working: 'Working…',
  computed: 'computed',
  listed: 'as listed',
  noHash: 'not computed',
  files: (count: number) => plural(count, { one: `${number(count)} file`, other: `${number(count)} files` }),
  missing: (count: number) => `Missing or of another shape: ${number(count)}`,
  unknown: (count: number, file: string) => `Keys that no network needs: ${number(count)} in ${file}`,
  remove: 'Remove',
  removal: (name: string) => `Remove ${name} and everything in it? Files that are linked elsewhere stay.`,
  removed: (name: string) => `Removed ${name}`,
  add: 'Add a bundle',
  addHint: 'Of what lies under models/ of the data folder. Keys and shapes are checked, files are linked.',
  addNone: 'Put the published files under models/ of the data folder (elite-graph models get fetches them).',
  addButton: 'Add',
  added: (name: string) => `Added ${name}`,
  name: 'Name',
  nothing: '(none found)',
  parts: {
    sd: 'Stable Diffusion 1.x',
    clip: 'CLIP',
    global: 'Global mapper',
    local: 'Local mapper',
  },
} as const;

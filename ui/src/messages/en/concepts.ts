import { number } from './number.ts';
import { plural } from './plural.ts';

/** What is said of subjects that were kept. */
export const conceptWords = {
  none: 'Keep a subject with the node Save Concept, and it appears here.',
  hint: 'Click or drag: a new node, or another subject for the selected node that loads one.',
  more: (name: string) => `${name}: more`,
  add: 'Add to the graph',
  insert: 'Put S* into the prompt',
  useIn: (node: string) => `Use in ${node}`,
  rename: 'Rename…',
  renameOf: (name: string) => `Rename ${name}`,
  renamed: (name: string) => `Renamed to ${name}; saved graphs that load it will ask for another`,
  download: 'Download',
  remove: 'Delete…',
  removal: (name: string, nodes: number) =>
    nodes === 0
      ? `Delete ${name}? Saved graphs that load it will ask for another.`
      : `Delete ${name}? ${plural(nodes, { one: `${number(nodes)} node`, other: `${number(nodes)} nodes` })} of this graph, and saved graphs that load it, will ask for another.`,
  removeNow: 'Delete',
  removed: (name: string) => `Deleted ${name}`,
  restore: 'Undo',
  take: 'Take in a file…',
  taken: (file: string) => `Took in ${file}`,
  foreign: 'other weights',
  broken: 'cannot be read',
  refused: (name: string) => `${name}: expected a concept file (.elite.safetensors)`,
  tooLarge: (name: string, limit: number, got: number) =>
    `${name}: expected at most ${number(limit)} MB, got ${number(got)} MB (put it into models/concepts of the data folder)`,
} as const;

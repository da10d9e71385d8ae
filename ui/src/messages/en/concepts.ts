import { number } from './number.ts';
import { plural } from './plural.ts';

/** What is said of subjects that were kept. */
export const conceptWords = {
  none: 'Keep a subject with the node Save Concept, and it appears here.',
  hint: 'Drag one onto the graph, or onto a node that loads one.',
  more: (name: string) => `${name}: more`,
  add: 'Add to the graph',
  useIn: (node: string) => `Use in ${node}`,
  rename: 'Rename…',
  renameOf: (name: string) => `Rename ${name}`,
  renamed: (name: string) => `Renamed to ${name}`,
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
  ships: 'ships with Elite Graph',
  foreign: 'made with other weights',
  refused: (name: string) => `${name}: expected a concept file (.elite.safetensors)`,
  tooLarge: (name: string, limit: number, got: number) =>
    `${name}: expected at most ${number(limit)} MB, got ${number(got)} MB (put it into models/concepts of the data folder)`,
} as const;

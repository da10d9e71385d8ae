import { number } from './number.ts';
import { plural } from './plural.ts';

const list = new Intl.ListFormat('en');

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
  removal: (name: string, uses: { nodes: number; graphs: number; drafts: number; unread: number }) => {
    const { nodes, graphs, drafts, unread } = uses;
    const one = nodes + graphs + drafts === 1;
    const loaders = [
      plural(nodes, {
        one: `${number(nodes)} node of this graph`,
        other: `${number(nodes)} nodes of this graph`,
      }),
      plural(graphs, { one: `${number(graphs)} saved graph`, other: `${number(graphs)} saved graphs` }),
      plural(drafts, { one: `${number(drafts)} draft`, other: `${number(drafts)} drafts` }),
    ].filter((_, at) => [nodes, graphs, drafts][at] !== 0);
    const told =
      loaders.length === 0
        ? unread === 0
          ? 'No graph of yours loads it.'
          : 'No graph that could be read loads it.'
        : `${list.format(loaders)} that ${one ? 'loads' : 'load'} it will ask for another.`;
    const rest = plural(unread, {
      one: ` ${number(unread)} saved graph could not be read.`,
      other: ` ${number(unread)} saved graphs could not be read.`,
    });
    return `Delete ${name}? ${told}${unread === 0 ? '' : rest}`;
  },
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

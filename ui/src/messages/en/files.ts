import { number } from './number.ts';
import { plural } from './plural.ts';

/** What is said of files: workflows, drafts, tabs, photos, and what is dropped. */
export const fileWords = {
  library: {
    label: 'Library',
    workflows: 'Workflows',
    nodes: 'Nodes',
    concepts: 'Concepts',
    shipped: 'Ready to use',
    noShipped: 'No workflows come with this server.',
    own: 'Yours',
    noOwn: 'Saved graphs appear here.',
    find: 'Find a node',
  },
  drafts: {
    broken: 'This browser keeps no drafts: save your work yourself',
    refused: 'drafts: the browser refused without a reason',
    recent: 'Recent',
    none: 'What you worked on appears here.',
    unsaved: 'not saved',
    states: 'Earlier states…',
  },
  files: {
    toolbar: 'Document',
    untitled: 'Untitled',
    unsaved: 'Unsaved changes',
    unsavedLabel: 'unsaved changes',
    open: 'Open a file (or drop one)',
    opened: (name: string) => `Opened ${name}`,
    save: 'Save',
    saveKeys: 'Save (Ctrl S)',
    unknown: (name: string) => `${name}: the server has no workflow of this name`,
    saved: (name: string) => `Saved ${name}`,
    clipboard: 'the clipboard',
    rename: 'Rename…',
    renameOf: (name: string) => `Rename ${name}`,
    renamed: (name: string) => `Renamed to ${name}`,
    taken: (name: string) => `${name}: a workflow of this name exists (choose another name)`,
    changed: (name: string) => `${name} was changed since you opened it.`,
    mine: 'Keep mine',
    theirs: 'Take theirs',
    copy: 'Save a copy…',
  },
  tabs: {
    elsewhere: 'This graph is open in another tab: here it can only be read.',
    takeOver: 'Take over',
    taken: 'Another tab took this graph over',
    readOnly: 'This graph is open in another tab (take it over to change it here)',
  },
  drop: {
    accepted: 'Drop a workflow (JSON), a picture with a workflow inside, or a photo',
    onPhotoNode: 'Drop to use as the photo of this node',
    onMaskNode: 'Drop to use as the mask of this node',
    onConceptNode: 'Drop to have this node load the concept',
    onReader: 'Drop to use as the photo of this subject, and cut it to a square',
    onCard: 'Drop a photo of your subject',
    refused: (name: string, type: string) =>
      `${name}: expected a workflow (JSON) or a picture, got ${type || 'another file'}`,
    several: (count: number) =>
      plural(count, {
        one: `Add ${number(count)} picture in a node?`,
        other: `Add ${number(count)} pictures, one node each?`,
      }),
    severalOf: (count: number, total: number) =>
      `Add ${number(count)} of ${number(total)} files, one node each? Only pictures are added, 16 at a time.`,
    add: 'Add',
    asRows: (count: number, total: number) =>
      count === total ? 'Use as a list for a sweep' : `Use the first ${number(count)} as a list for a sweep`,
    hasGraph: (name: string) => `${name} carries a graph.`,
    asPhoto: 'Use as photo',
    asGraph: 'Open the graph',
  },
  photo: {
    choose: (label: string) => `${label}: choose a picture`,
    empty: 'Drop a picture here, or click',
    onField: 'Use as this photo',
    crop: 'Cut to a square…',
    noNode: 'The server has no node that takes a picture',
    refused: (name: string, type: string) =>
      `${name}: expected a PNG, JPEG, WebP, AVIF, BMP or GIF picture, got ${type || 'another file'}`,
    tooHeavy: (name: string, mebibytes: number) =>
      `${name}: expected at most 40 MiB, got ${number(mebibytes, 1)} MiB`,
    heic: (name: string) => `${name}: HEIC pictures cannot be read here (export it as JPEG first)`,
    broken: (name: string) => `${name}: expected a picture, got bytes that the browser cannot read`,
    undrawable: (name: string) => `${name}: expected a picture, got one that cannot be drawn`,
  },
  mask: {
    open: 'Paint the mask…',
  },
} as const;

import { number } from './number.ts';
import { plural } from './plural.ts';

/** What is said of the graph: its nodes, links, fields and keys. */
export const graphWords = {
  graph: {
    label: 'Graph',
    named: (nodes: string, problems: string) => `Graph: ${nodes}${problems === '' ? '' : `, ${problems}`}`,
    outline: 'Outline of the graph',
    skipTo: 'To the graph',
    addNode: 'Add a node…',
    arrange: 'Arrange',
  },
  node: {
    label: 'Node',
    add: 'Add a node',
    title: 'Title of the node',
    rename: 'Rename',
    fold: 'Fold',
    unfold: 'Unfold',
    isFolded: 'folded',
    pin: 'Pin in place',
    unpin: 'Unpin',
    isPinned: 'pinned',
    duplicate: 'Duplicate',
    remove: 'Delete',
    removeKey: 'Del',
    switch: 'Switch off or on',
    switchOn: 'Switch on',
    switchOff: 'Switch off',
    bypass: 'Bypass',
    unbypass: 'Do not bypass',
    states: { off: 'off', bypass: 'bypass' },
    byId: (id: string) => `node ${id}`,
    count: (count: number) =>
      plural(count, { one: `${number(count)} node`, other: `${number(count)} nodes` }),
    problem: (sentence: string) => `problem: ${sentence}`,
    linkFrom: (input: string, title: string) => `${input} from ${title}`,
    fewer: 'Fewer options',
    more: (count: number) =>
      plural(count, { one: `${number(count)} more option`, other: `${number(count)} more options` }),
    resultHere: 'The result appears here',
    previewHere: 'Steps appear here while sampling',
    enlarge: 'Enlarge the picture',
  },
  note: {
    title: 'Note',
    markdownTitle: 'Markdown Note',
    category: 'editor',
    about: 'Words for people; the server never sees them.',
    placeholder: 'A note',
  },
  select: {
    all: 'Select all',
    none: 'Select nothing',
    nudge: 'Nudge',
    nudgeLittle: 'Nudge by one pixel',
    next: 'Go to the next node in a direction',
    fields: 'Go to the fields of the node (Escape goes back)',
  },
  view: {
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    share: (share: number) => `${number(share * 100)} %`,
    whole: 'Zoom to 100 %',
    wholeKey: 'Zoom to 100 % (0)',
    all: 'Show all',
    allKey: 'Show all (.)',
    selection: 'Show the selection, or all',
    left: 'Look left',
    right: 'Look right',
    up: 'Look up',
    down: 'Look down',
  },
  links: {
    connect: 'Connect to…',
    takeOff: 'Take off link…',
    move: 'Move link…',
    whose: 'Select one node first: its links are listed then',
    loop: (titles: string) => `This link would close a loop: ${titles}`,
  },
  /** Names of keys, where they differ from what the browser calls them. */
  keys: {
    modifier: 'Ctrl',
    arrows: 'arrows',
  },
  fields: {
    none: '(none)',
    missing: (value: string) => `${value} (missing)`,
    slider: (label: string) => `${label}, slider`,
    drawSeed: 'Draw a new seed',
    seedBefore: (label: string) => `${label} before each run`,
    seedControls: { fixed: 'fixed', randomize: 'random', increment: '+1', decrement: '−1' },
  },
  lambda: {
    free: 'free',
    none: 'words only, no photo detail',
    like: 'like the photo',
  },
  prompt: {
    /** A prompt; the text encoder reads English. */
    example: 'a photo of a S*',
    counter: (count: number, limit: number) => `${number(count)} / ${number(limit)}`,
    counterLabel: (count: number, limit: number) => `${number(count)} of ${number(limit)} tokens`,
    understood: (token: number) => `S* understood, token ${token}`,
    unchecked: 'S* not checked: this server does not tell',
    lone: 'S read as S*',
    loneFix: 'Make it S*',
    glued: 'S* is glued to other letters',
    gluedFix: 'Add a space',
    cut: 'S* is cut off',
    cutFix: 'Move S* to the front',
    ignored: 'Only the last S* counts',
    ignoredFix: 'Remove the extra',
    missing: 'No S*: your subject is not in the prompt',
    missingFix: 'Insert S*',
    long: 'Too long: the end is cut off',
  },
  problems: {
    noResult: 'The graph has no node that keeps a result (add Save Image or Preview Image)',
    unknown: (title: string, type: string) =>
      `${title}: the server has no node of type ${type} (its pack is missing)`,
    unconnected: (title: string, input: string, type: string) =>
      `${title}: ${input} is not connected (it takes ${type})`,
    noPicture: (title: string, picture: string) =>
      `${title}: the picture ${picture} is not on the server (drop or choose another)`,
    noChoice: (title: string, field: string, value: string) =>
      `${title}: ${field} ${value} is not among the choices (choose another)`,
    loop: (titles: string) =>
      `${titles}: these nodes feed each other in a loop (take one of their links off)`,
    beyond: (title: string, field: string, value: string, min: string, max: string) =>
      `${title}: ${field} is ${value} (it takes ${min} to ${max})`,
    blockedMask: (title: string, grid: number) =>
      `${title}: the model samples ${grid} × ${grid} points and none lies in the mask (paint a larger area)`,
    emptyMask: (title: string) => `${title}: the mask shows no subject (paint over it)`,
    otherSize: (title: string, mask: string, photo: string) =>
      `${title}: the mask is ${mask} pixels, its photo ${photo} (paint the mask of this photo)`,
  },
  fixes: {
    replace: 'Replace…',
    choose: 'Choose another…',
    limit: (value: string) => `Set to ${value}`,
    paint: 'Paint the mask…',
  },
} as const;

import { number } from './number.ts';
import { plural } from './plural.ts';

/** What the small dialogs say: questions, names, the sheet of keys, and the lists to choose from. */
export const dialogWords = {
  question: 'Question',
  result: 'Result',
  saveAs: 'Save as',
  save: 'Save',
  name: 'Name of the workflow',
  newName: 'New name',
  nameForm: 'A name has 1 to 80 characters, without / \\ : * ? " < > |',
  keys: 'Keys',
  keysTitle: 'Keys and gestures',
  /** Gestures, each with what it does. */
  gestures: [
    ['Drag empty space, Space + drag, middle button', 'Move the view'],
    ['Wheel, pinch', 'Zoom'],
    ['Double-click', 'Add a node; on a title: rename'],
    ['Shift or Ctrl + drag', 'Select in a box'],
    ['Drag a dot', 'Connect'],
    ['Shift F10, menu key', 'Menu of the node that is selected or has the focus'],
    ['Drag a link’s end', 'Take the link off'],
    ['Shift + drag a dot', 'Move all links of an output'],
  ],
  findCommand: 'Find a command',
  noCommand: 'No command fits',
  nodesFor: (type: string) => `Nodes for ${type}`,
  noNode: 'No node fits',
  noValue: 'The server has none',
  replaceBy: (title: string) => `Replace ${title} by`,
  keepsLinks: (kept: number, total: number) =>
    plural(total, { one: `keeps ${kept} of ${total} link`, other: `keeps ${kept} of ${total} links` }),
  replaced: (title: string, lost: number) =>
    lost === 0
      ? `It is a ${title} now`
      : plural(lost, {
          one: `It is a ${title} now; one of its links did not fit`,
          other: `It is a ${title} now; ${lost} of its links did not fit`,
        }),
} as const;

/** What the lists of links say. */
export const linkWords = {
  connect: {
    none: 'Nothing fits',
    done: (link: string) => `Connected: ${link}`,
  },
  takeOff: {
    none: 'It has no links',
    done: (link: string) => `Taken off: ${link}`,
  },
  move: {
    none: 'It has no link that fits elsewhere',
    done: (link: string) => `Moved: ${link}`,
  },
  newNode: 'a new node…',
  added: (title: string) => `Added, with its link: ${title}`,
  all: (count: number) => plural(count, { one: 'its link', other: `all ${number(count)} links` }),
  allTo: (slot: string, count: number, there: string) =>
    `${slot}: ${plural(count, { one: 'its link', other: `all ${number(count)} links` })} → ${there}`,
  endTo: (slot: string, there: string) => `${slot}: its link → ${there}`,
  loop: 'closes a loop',
  replaces: (title: string) => `in place of ${title}`,
} as const;

/** What the queue says. */
export const queueWords = {
  empty: 'Nothing waits.',
  running: 'running',
  waiting: 'waiting',
  cancel: 'Cancel this job',
  mine: 'yours',
} as const;

import { fileWords } from './files.ts';
import { graphWords } from './graph.ts';
import { runWords } from './run.ts';

/**
 * What the editor says, in English, as far as its first load needs it: `graph.ts`, `files.ts`, `run.ts` and what follows. The
 * other files of this folder hold what its lazy parts say, and are loaded with them.
 */
export const words = {
  product: 'Elite Graph',
  close: 'Close',
  cancel: 'Cancel',
  undo: 'Undo',
  undoKeys: 'Undo (Ctrl Z)',
  redo: 'Redo',
  redoKeys: 'Redo (Ctrl Shift Z)',
  start: {
    label: 'Make pictures of your own thing',
    open: 'Start card',
  },
  commands: {
    label: 'Commands',
    keys: 'Keys',
    keysKey: 'Keys (?)',
    saveAs: 'Save as…',
    open: 'Open a file…',
    fresh: 'New graph',
    download: 'Download as JSON',
    theme: 'Change the theme',
    message: 'Go to the last message',
    hints: 'Show the hints again',
  },
  theme: {
    shown: (theme: string) => `Theme: ${theme}`,
    system: 'as the system',
    light: 'light',
    dark: 'dark',
  },
  wheel: {
    change: 'Change what turns the wheel: mouse, trackpad',
    auto: 'The wheel: mouse or trackpad, as each turn looks',
    mouse: 'The wheel is a mouse’s: it zooms',
    trackpad: 'The wheel is a trackpad’s: it moves, with Ctrl it zooms',
  },
  ...graphWords,
  ...fileWords,
  ...runWords,
} as const;

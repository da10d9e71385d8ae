import type { GraphView } from '../canvas/graph-view.ts';
import { words } from '../messages/en/words.ts';
import type { NamedCommand } from '../panels/command-palette.tsx';
import { isNaming, part } from '../state/dialogs.ts';
import { download, openEmpty, renameOpen } from '../state/files.ts';
import { showHints } from '../state/hints.ts';
import { stopRun } from '../state/running.ts';
import { resumeStart } from '../state/start.ts';
import { nextTheme } from '../state/theme.ts';
import { nextWheelDevice } from '../state/wheel.ts';
import { shortcutCommands } from './keys.ts';

/** Everything that can be done from anywhere: the shortcuts, and what has no keys. */
export function allCommands(view: () => GraphView | undefined, onOpen: () => void): NamedCommand[] {
  const plain = (label: string, run: () => void): NamedCommand => ({ words: label, keys: '', run });
  return [
    ...shortcutCommands(view),
    plain(words.start.label, resumeStart),
    plain(words.commands.hints, showHints),
    plain(words.gallery.label, () => (part.value = 'gallery')),
    plain(words.sweep.label, () => (part.value = 'sweep')),
    plain(words.run.stop, () => void stopRun()),
    plain(words.run.queue, () => (part.value = 'queue')),
    plain(words.models.label, () => (part.value = 'models')),
    plain(words.commands.fresh, openEmpty),
    plain(words.commands.open, onOpen),
    plain(words.commands.saveAs, () => (isNaming.value = true)),
    plain(words.files.rename, renameOpen),
    plain(words.drafts.states, () => (part.value = 'states')),
    plain(words.commands.download, download),
    plain(words.commands.theme, nextTheme),
    plain(words.wheel.change, nextWheelDevice),
  ];
}

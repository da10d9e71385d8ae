import { words } from '../messages/en/words.ts';
import { dialogWords } from '../messages/en/dialogs.ts';
import { afterDialogs, part } from '../state/dialogs.ts';
import { Finder } from './finder.tsx';

/** Something that can be done from anywhere. */
export interface NamedCommand {
  readonly words: string;
  readonly keys: string;
  readonly run: () => void;
}

/** Every command with its keys; the chosen one is run once the dialog is gone. */
export function CommandPalette({ commands }: { readonly commands: readonly NamedCommand[] }) {
  const find = (query: string) => {
    const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
    return commands
      .filter((command) => wanted.every((word) => command.words.toLowerCase().includes(word)))
      .map((command) => ({
        key: command.words,
        row: (
          <>
            <span class="name">{command.words}</span>
            <span class="category">{command.keys}</span>
          </>
        ),
        take: () => {
          close();
          afterDialogs(command.run);
        },
      }));
  };
  return (
    <Finder
      label={words.commands.label}
      asked={dialogWords.findCommand}
      none={dialogWords.noCommand}
      find={find}
      onClose={close}
      className="commands"
    />
  );
}

function close(): void {
  part.value = undefined;
}

import { useSignal, type Signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../messages/en.ts';
import { part } from '../state/dialogs.ts';

/** Something that can be done from anywhere. */
export interface NamedCommand {
  readonly words: string;
  readonly keys: string;
  readonly run: () => void;
}

const text = words.commands;

/** Every command with its keys; the chosen one is run. */
export function CommandPalette({ commands }: { readonly commands: readonly NamedCommand[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const query = useSignal('');
  const chosen = useSignal(0);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => (part.value = undefined);
  const wanted = query.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = commands.filter((command) =>
    wanted.every((word) => command.words.toLowerCase().includes(word)),
  );
  const take = (command: NamedCommand | undefined) => {
    close();
    if (command) requestAnimationFrame(() => command.run());
  };
  return (
    <dialog
      ref={dialog}
      class="palette commands"
      aria-label={text.label}
      onClose={close}
      onClick={(event) => (event.target === event.currentTarget ? close() : undefined)}
    >
      <CommandQuery
        query={query}
        chosen={chosen}
        count={found.length}
        onTake={() => take(found[chosen.value])}
      />
      <FoundCommands found={found} chosen={chosen} onTake={take} />
    </dialog>
  );
}

/** The letters that narrow the list, and the keys that walk it. */
function CommandQuery({
  query,
  chosen,
  count,
  onTake,
}: {
  readonly query: Signal<string>;
  readonly chosen: Signal<number>;
  readonly count: number;
  readonly onTake: () => void;
}) {
  return (
    <input
      type="text"
      role="combobox"
      aria-expanded="true"
      aria-controls="commands-found"
      aria-activedescendant={`command-${chosen.value}`}
      aria-label={text.find}
      placeholder={text.find}
      autocomplete="off"
      spellcheck={false}
      value={query.value}
      onInput={(event) => {
        query.value = event.currentTarget.value;
        chosen.value = 0;
      }}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
        if (event.key === 'Enter') onTake();
        else if (by === 0) return;
        else chosen.value = Math.max(0, Math.min(count - 1, chosen.value + by));
        event.preventDefault();
        document.getElementById(`command-${chosen.value}`)?.scrollIntoView({ block: 'nearest' });
      }}
    />
  );
}

/** The commands that fit what was typed. */
function FoundCommands({
  found,
  chosen,
  onTake,
}: {
  readonly found: readonly NamedCommand[];
  readonly chosen: Signal<number>;
  readonly onTake: (command: NamedCommand) => void;
}) {
  return (
    <ul id="commands-found" role="listbox" aria-label={text.label}>
      {found.map((command, index) => (
        <li
          key={command.words}
          id={`command-${index}`}
          role="option"
          aria-selected={index === chosen.value}
          onPointerMove={() => (chosen.value = index)}
          onClick={() => onTake(command)}
        >
          <span class="name">{command.words}</span>
          <span class="category">{command.keys}</span>
        </li>
      ))}
      {found.length === 0 ? <li class="none">{text.none}</li> : null}
    </ul>
  );
}

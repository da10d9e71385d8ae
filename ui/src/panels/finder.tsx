import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Modal } from './modal.tsx';

/** What can be found: one line of the list. */
export interface Findable {
  readonly key: string;
  readonly row: ComponentChildren;
  readonly take: () => void;
}

/** A dialog in which what is typed narrows a list; the arrows walk it, Enter or a click takes what is chosen. */
export function Finder({
  label,
  asked,
  none,
  first,
  find,
  onClose,
  className = '',
}: {
  readonly label: string;
  /** What the field asks for. */
  readonly asked: string;
  /** What is said when nothing fits. */
  readonly none: string;
  /** The key of what is chosen to begin with; else it is the first. */
  readonly first?: string;
  readonly find: (query: string) => readonly Findable[];
  readonly onClose: () => void;
  readonly className?: string;
}) {
  const query = useSignal('');
  const found = find(query.value);
  const chosen = useSignal(
    Math.max(
      0,
      found.findIndex(({ key }) => key === first),
    ),
  );
  const move = (by: number) => {
    chosen.value = Math.max(0, Math.min(found.length - 1, chosen.value + by));
    document.getElementById(`found-${chosen.value}`)?.scrollIntoView({ block: 'nearest' });
  };
  useEffect(() => move(0), []);
  return (
    <Modal look="palette" className={className} label={label} onClose={onClose}>
      <Query
        asked={asked}
        chosen={chosen.value}
        value={query.value}
        onInput={(text) => {
          query.value = text;
          chosen.value = 0;
        }}
        onMove={move}
        onTake={() => found[chosen.value]?.take()}
      />
      <Found
        found={found}
        label={label}
        none={none}
        chosen={chosen.value}
        onPoint={(at) => (chosen.value = at)}
      />
    </Modal>
  );
}

function Query({
  asked,
  chosen,
  value,
  onInput,
  onMove,
  onTake,
}: {
  readonly asked: string;
  readonly chosen: number;
  readonly value: string;
  readonly onInput: (text: string) => void;
  readonly onMove: (by: number) => void;
  readonly onTake: () => void;
}) {
  return (
    <input
      type="text"
      role="combobox"
      aria-expanded="true"
      aria-controls="found"
      aria-activedescendant={`found-${chosen}`}
      aria-label={asked}
      placeholder={asked}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={(event) => onInput(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown' || event.key === 'ArrowUp') onMove(event.key === 'ArrowDown' ? 1 : -1);
        else if (event.key === 'Enter') onTake();
        else return;
        event.preventDefault();
      }}
    />
  );
}

function Found({
  found,
  label,
  none,
  chosen,
  onPoint,
}: {
  readonly found: readonly Findable[];
  readonly label: string;
  readonly none: string;
  readonly chosen: number;
  readonly onPoint: (index: number) => void;
}) {
  return (
    <ul id="found" role="listbox" aria-label={label}>
      {found.map(({ key, row, take }, index) => (
        <li
          key={key}
          id={`found-${index}`}
          role="option"
          aria-selected={index === chosen}
          onPointerMove={() => onPoint(index)}
          onClick={take}
        >
          {row}
        </li>
      ))}
      {found.length === 0 ? <li class="none">{none}</li> : null}
    </ul>
  );
}

import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { searchTypes } from '../model/search.ts';
import type { NodeType } from '../model/node-type.ts';
import { palette, type PaletteRequest } from '../state/dialogs.ts';
import { types } from '../state/editor.ts';
import { addNode } from '../state/editing.ts';

const MAX_SHOWN = 60;

/** The search for a node to add. */
export function Palette() {
  const request = palette.value;
  return request ? <Search request={request} /> : null;
}

function Search({ request }: { readonly request: PaletteRequest }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const query = useSignal('');
  const chosen = useSignal(0);
  const found = searchTypes(types.value.values(), query.value, request.wanted).slice(0, MAX_SHOWN);
  useEffect(() => dialog.current?.showModal(), []);
  const take = (type: NodeType | undefined) => {
    if (!type) return;
    close();
    addNode(type, request);
  };
  const move = (by: number) => {
    chosen.value = Math.max(0, Math.min(found.length - 1, chosen.value + by));
    document.getElementById(`found-${chosen.value}`)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <dialog
      ref={dialog}
      class="palette"
      aria-label="Add a node"
      onClose={close}
      onClick={(event) => (event.target === event.currentTarget ? close() : undefined)}
    >
      <input
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls="found"
        aria-activedescendant={`found-${chosen.value}`}
        placeholder={request.wanted ? `Nodes for ${request.wanted.type}` : 'Add a node'}
        autocomplete="off"
        spellcheck={false}
        value={query.value}
        onInput={(event) => {
          query.value = event.currentTarget.value;
          chosen.value = 0;
        }}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp') move(event.key === 'ArrowDown' ? 1 : -1);
          else if (event.key === 'Enter') take(found[chosen.value]);
          else return;
          event.preventDefault();
        }}
      />
      <ul id="found" role="listbox">
        {found.map((type, index) => (
          <Found
            key={type.name}
            type={type}
            index={index}
            isChosen={index === chosen.value}
            onPoint={() => (chosen.value = index)}
            onTake={() => take(type)}
          />
        ))}
        {found.length === 0 ? <li class="none">No node fits</li> : null}
      </ul>
    </dialog>
  );
}

function Found({
  type,
  index,
  isChosen,
  onPoint,
  onTake,
}: {
  readonly type: NodeType;
  readonly index: number;
  readonly isChosen: boolean;
  readonly onPoint: () => void;
  readonly onTake: () => void;
}) {
  return (
    <li id={`found-${index}`} role="option" aria-selected={isChosen} onPointerMove={onPoint} onClick={onTake}>
      <span class="name">{type.title}</span>
      <span class="category">{type.category}</span>
      <span class="about">{type.description}</span>
    </li>
  );
}

function close(): void {
  palette.value = undefined;
}

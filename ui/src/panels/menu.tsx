import { useEffect, useRef } from 'preact/hooks';
import { menu, type MenuEntry } from '../state/dialogs.ts';

/** A menu at the pointer; text only, arrow keys, Escape, focus back to where it was. */
export function ContextMenu() {
  const list = useRef<HTMLUListElement>(null);
  const open = menu.value;
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    list.current?.querySelector('button')?.focus();
    return () => {
      const isLost = document.activeElement === document.body; // what was chosen may have taken the focus
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, [open]);
  if (!open) return null;
  const close = () => (menu.value = undefined);
  const move = (by: number) => {
    const items = [...(list.current?.querySelectorAll<HTMLButtonElement>('button:enabled') ?? [])];
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  };
  const [x, y] = open.at;
  return (
    <div
      class="menu-back"
      onPointerDown={(event) => (event.target === event.currentTarget ? close() : undefined)}
      onContextMenu={(event) => event.preventDefault()}
    >
      <ul
        ref={list}
        class="menu"
        role="menu"
        aria-label={open.label}
        style={{
          left: `min(${x}px, calc(100vw - 230px))`,
          top: `min(${y}px, calc(100vh - ${open.entries.length * 32}px))`,
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') close();
          else if (event.key === 'ArrowDown') move(1);
          else if (event.key === 'ArrowUp') move(-1);
          else return;
          event.preventDefault();
        }}
      >
        {open.entries.map((entry, index) =>
          entry === null ? <li key={index} role="separator" /> : <Item key={index} entry={entry} />,
        )}
      </ul>
    </div>
  );
}

function Item({ entry }: { readonly entry: NonNullable<MenuEntry> }) {
  return (
    <li role="none">
      <button
        type="button"
        role="menuitem"
        disabled={entry.isDisabled === true}
        onClick={() => {
          menu.value = undefined;
          entry.run();
        }}
      >
        <span>{entry.label}</span>
        <kbd>{entry.keys ?? ''}</kbd>
      </button>
    </li>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A dialog over the page; Escape and a click beside it ask to close, and the focus goes back to where it was. */
export function Modal({
  label,
  onClose,
  children,
  look = 'modal',
  className = '',
}: {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
  /** A window in the middle, or a list that comes down from above. */
  readonly look?: 'modal' | 'palette';
  readonly className?: string;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => (before instanceof HTMLElement && before.isConnected ? before.focus() : undefined);
  }, []);
  return (
    <dialog
      ref={dialog}
      class={`${look} ${className}`}
      aria-label={label}
      onClose={onClose}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => (event.target === event.currentTarget ? onClose() : undefined)}
    >
      {children}
    </dialog>
  );
}

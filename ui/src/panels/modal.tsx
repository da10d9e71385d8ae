import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { modals } from '../state/dialogs.ts';
import { Toasts } from './toasts.tsx';

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
    modals.value = [...modals.value, dialog];
    return () => {
      modals.value = modals.value.filter((other) => other !== dialog);
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
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
      {modals.value.at(-1) === dialog ? <Toasts /> : null}
    </dialog>
  );
}

import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A dialog over the page; Escape and a click beside it ask to close. */
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
  useEffect(() => dialog.current?.showModal(), []);
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

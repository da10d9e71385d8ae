import { signal } from '@preact/signals';

/** A short word to the user, with what can be done about it. */
export interface Toast {
  readonly id: number;
  readonly kind: 'note' | 'error';
  readonly text: string;
  readonly actions: readonly ToastAction[];
}

interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

const SHOWN_MS = 6000;
const MOST_NOTES = 4;
const kept = new Set<number>();
let last = 0;

/** The toasts on the screen. */
export const toasts = signal<readonly Toast[]>([]);

/** Shows a toast: a note for six seconds, or as long as is asked, or until four newer ones came, an error until it is closed. */
export function say(
  text: string,
  {
    shownMs = SHOWN_MS,
    ...more
  }: Partial<Pick<Toast, 'kind' | 'actions'>> & { readonly shownMs?: number } = {},
): void {
  last += 1;
  const toast: Toast = { id: last, kind: 'note', text, actions: [], ...more };
  const shown = [...toasts.value.filter((other) => other.text !== text), toast];
  const notes = shown.filter(({ kind }) => kind === 'note').slice(-MOST_NOTES);
  toasts.value = shown.filter((each) => each.kind === 'error' || notes.includes(each));
  if (toast.kind === 'note') closeLater(toast.id, shownMs);
}

/** Keeps a toast on the screen as long as it has the focus. */
export function keepToast(id: number, hasFocus: boolean): void {
  if (hasFocus) kept.add(id);
  else kept.delete(id);
}

function closeLater(id: number, ms: number): void {
  setTimeout(() => (kept.has(id) ? closeLater(id, ms) : closeToast(id)), ms);
}

/** Shows what went wrong. */
export function sayError(error: unknown): void {
  say(error instanceof Error ? error.message : String(error), { kind: 'error' });
}

/** Takes a toast away. */
export function closeToast(id: number): void {
  kept.delete(id);
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

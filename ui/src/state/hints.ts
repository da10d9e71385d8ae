import { signal } from '@preact/signals';

/** What a hint tells of, in the order in which they come. */
export const HINTS = ['add', 'connect', 'keys'] as const;
export type Hint = (typeof HINTS)[number];

const KEY = 'elite-graph.hints';

/** The hint that is shown, or is next once the first card is away. */
export const hint = signal<Hint | undefined>(HINTS.find((name) => name === localStorage.getItem(KEY)));

function show(next: Hint | undefined): void {
  localStorage.setItem(KEY, next ?? 'seen');
  hint.value = next;
}

/** Shows the hints to who never saw them. */
export function offerHints(): void {
  if (localStorage.getItem(KEY) === null) showHints();
}

/** Shows the hints from the first on. */
export function showHints(): void {
  show(HINTS[0]);
}

/** Goes on to the next hint; after the last one they are away for good. */
export function nextHint(): void {
  show(HINTS[HINTS.findIndex((name) => name === hint.value) + 1]);
}

/** Puts the hints away for good; a command brings them back. */
export function endHints(): void {
  show(undefined);
}

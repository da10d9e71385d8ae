import { effect, signal } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { stringifyJson } from '../model/json.ts';
import { savedDocument } from '../model/save-document.ts';
import { keepLeftDraft, leaveDraft, listDrafts, readDraft, writeDraft, type Draft } from './draft-store.ts';
import { doc, isReadOnly, types } from './editor.ts';
import { fileFacts, isDirty, onLeaving, openDraftText, opened } from './files.ts';
import { say, sayError } from './toasts.ts';

const REST_MS = 300;

/** The documents of this browser, newest first. */
export const recent = signal<readonly Draft[]>([]);

let timer: ReturnType<typeof setTimeout> | undefined;
let isBroken = false;
let kept = doc.value;
/** What the browser has; a step behind `kept` while it writes. */
let written = kept;

/** Keeps the open document after every step, so that a reload or a killed tab loses nothing. */
export function keepDrafts(): () => void {
  const stop = effect(() => {
    if (doc.value === kept || types.value.size <= 2 || isReadOnly.value) return;
    clearTimeout(timer);
    timer = setTimeout(() => void keepNow(), REST_MS);
  });
  onLeaving.call = () => void keepNow();
  const onHide = () => void keepNow(true);
  document.addEventListener('visibilitychange', onHide);
  window.addEventListener('pagehide', onHide);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onHide);
    window.removeEventListener('pagehide', onHide);
  };
}

/** Keeps the open document now, where it changed since it was last kept; `isLeaving` tells that the page may end at once. */
export async function keepNow(isLeaving = false): Promise<void> {
  clearTimeout(timer);
  const now = doc.value;
  const isOwn = isDirty.value || fileFacts().file !== '' || recent.value.some(({ id }) => id === now.id);
  if (now === (isLeaving ? written : kept) || !isOwn || isReadOnly.value || isBroken) return;
  kept = now;
  try {
    const draft: Draft = {
      id: now.id,
      title: now.title,
      text: stringifyJson(savedDocument(now, types.value)),
      ...fileFacts(),
      isDirty: isDirty.value,
      at: Date.now(),
    };
    if (isLeaving) leaveDraft(draft);
    await writeDraft(draft);
    written = now;
    recent.value = await listDrafts();
  } catch {
    isBroken = true; // work goes on in memory, and leaving asks
    say(words.drafts.broken, { kind: 'error' });
    window.addEventListener('beforeunload', (event) => event.preventDefault());
  }
}

/** Opens the document that was left last; answers whether there was one. */
export async function openLastDraft(): Promise<boolean> {
  try {
    await keepLeftDraft();
    recent.value = await listDrafts();
    const [last] = recent.value;
    return last !== undefined && show(last, true);
  } catch {
    return false; // a browser that keeps nothing begins anew
  }
}

/** Opens a draft again. */
export async function openDraft(id: string, isFirst = false): Promise<void> {
  try {
    const draft = await readDraft(id);
    if (draft) show(draft, isFirst);
  } catch (error) {
    sayError(error);
  }
}

function show(draft: Draft, isFirst: boolean): boolean {
  const isOpen = openDraftText(draft, isFirst);
  if (isOpen) kept = written = doc.value;
  return isOpen && opened.value > 0;
}

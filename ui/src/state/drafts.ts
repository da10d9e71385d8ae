import { effect, signal } from '@preact/signals';
import { words } from '../messages/en.ts';
import { stringifyJson } from '../model/json.ts';
import { savedDocument } from '../model/save-document.ts';
import { listDrafts, readDraft, writeDraft, type Draft } from './draft-store.ts';
import { doc, isReadOnly, types } from './editor.ts';
import { fileFacts, isDirty, openDraftText, opened } from './files.ts';
import { say, sayError } from './toasts.ts';

const REST_MS = 300;
const TRIES = 3;

/** The documents of this browser, newest first. */
export const recent = signal<readonly Draft[]>([]);

let timer: ReturnType<typeof setTimeout> | undefined;
let isBroken = false;
let kept = doc.value;

/** Keeps the open document after every step, so that a reload or a killed tab loses nothing. */
export function keepDrafts(): () => void {
  const stop = effect(() => {
    if (doc.value === kept || types.value.size <= 2 || isReadOnly.value) return;
    clearTimeout(timer);
    timer = setTimeout(() => void keepNow(), REST_MS);
  });
  const onHide = () => void keepNow();
  document.addEventListener('visibilitychange', onHide);
  window.addEventListener('pagehide', onHide);
  return () => {
    stop();
    document.removeEventListener('visibilitychange', onHide);
    window.removeEventListener('pagehide', onHide);
  };
}

/** Keeps the open document now, where it changed since it was last kept. */
export async function keepNow(): Promise<void> {
  clearTimeout(timer);
  const now = doc.value;
  const isOwn = isDirty.value || fileFacts().file !== '' || recent.value.some(({ id }) => id === now.id);
  if (now === kept || !isOwn || isReadOnly.value || isBroken) return;
  kept = now;
  try {
    await writeDraft({
      id: now.id,
      title: now.title,
      text: stringifyJson(savedDocument(now, types.value)),
      ...fileFacts(),
      isDirty: isDirty.value,
      at: Date.now(),
    });
    recent.value = await listDrafts();
  } catch {
    isBroken = true; // work goes on in memory, and leaving asks
    say(words.drafts.broken, { kind: 'error' });
    window.addEventListener('beforeunload', (event) => event.preventDefault());
  }
}

/** Opens the document that was left last; answers whether there was one. */
export async function openLastDraft(): Promise<boolean> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    try {
      recent.value = await listDrafts();
      const [last] = recent.value;
      return last !== undefined && show(last, true);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, REST_MS)); // a busy browser may refuse once
    }
  }
  return false; // a browser that keeps nothing begins anew
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
  if (isOpen) kept = doc.value;
  return isOpen && opened.value > 0;
}

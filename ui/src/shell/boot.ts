import { fetchObjectInfo } from '../net/server-client.ts';
import { objectInfo } from '../state/editor.ts';
import { keepDrafts, openLastDraft } from '../state/drafts.ts';
import { hold } from '../state/editor.ts';
import { followChoices } from '../state/choices.ts';
import { followTabs } from '../state/tabs.ts';
import { listWorkflows, openAddressed, openFirst } from '../state/files.ts';
import { followProblems } from '../state/problems.ts';
import { followPrompts } from '../state/past-prompts.ts';
import { connect } from '../state/running.ts';
import { isReady } from '../state/ready.ts';
import { watchMask } from '../state/mask-check.ts';
import { followModel, startStep } from '../state/start.ts';
import { sayError } from '../state/toasts.ts';

const RETRY_MS = 1500;

/** Learns the node types, opens the first graph, listens to the server; tries again until the server is there. */
export async function boot(): Promise<void> {
  connect();
  const card = startStep.value ? firstCard() : undefined;
  for (let attempt = 0; !isReady.value; attempt += 1) {
    try {
      const [info] = await Promise.all([fetchObjectInfo(), listWorkflows()]);
      objectInfo.value = info;
      if (!(await openAddressed(true)) && !(await openLastDraft())) await openFirst();
      keepDrafts();
      followTabs();
      watchHolds();
      followProblems();
      followModel();
      followPrompts();
      followChoices();
      window.addEventListener('hashchange', () => void openAddressed(false));
      isReady.value = true;
      void Promise.resolve(card).then(soonNeeded).then(watchMask); // what is seen first comes first
    } catch (error) {
      if (attempt === 0) sayError(error);
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Loads the first card while the graph behind it is asked for. */
function firstCard(): Promise<unknown> {
  return import('../panels/start/start-card.tsx').catch(() => undefined);
}

let fetched: Promise<unknown> | undefined;

/** Loads what comes with the first keys and files, so that nothing waits for it then; errors show when it is needed. */
export function soonNeeded(): Promise<unknown> {
  fetched ??= Promise.all([
    import('../panels/palette.tsx'),
    import('../panels/small-dialogs.tsx'),
    import('../model/graph-file.ts'),
    import('../model/picture-text.ts'),
  ]).catch(() => undefined);
  return fetched;
}

/** What a held pointer drags is one step of the history. */
function watchHolds(): void {
  window.addEventListener('pointerdown', () => hold(Date.now()), { capture: true });
  for (const kind of ['pointerup', 'pointercancel'])
    window.addEventListener(kind, () => setTimeout(() => hold(undefined)), { capture: true });
}

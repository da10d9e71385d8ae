import { effect } from '@preact/signals';
import { isDirty, title } from '../state/files.ts';
import { progress, run } from '../state/run.ts';

/** Keeps the title of the tab: the progress of a run, the name of the graph, a dot for unsaved work. */
export function followTitle(): () => void {
  return effect(() => {
    const share = run.value ? `${Math.round(progress.value * 100)} % · ` : '';
    document.title = `${share}${isDirty.value ? '• ' : ''}${title.value} · Elite Graph`;
  });
}

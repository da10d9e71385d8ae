import { effect } from '@preact/signals';
import { stillHolds } from '../model/problem.ts';
import { doc } from './editor.ts';
import { runProblems } from './run.ts';

/** Takes what was said of the graph back as soon as it is mended, in whatever way; answers what ends that. */
export function followProblems(): () => void {
  let before = doc.peek();
  return effect(() => {
    const now = doc.value;
    const said = runProblems.peek();
    const held = said.filter((problem) => stillHolds(problem, before, now));
    before = now;
    if (held.length < said.length) runProblems.value = held;
  });
}

import { effect } from '@preact/signals';
import { parseJson, stringifyJson } from '../model/json.ts';
import { withPrompt } from '../model/past-prompts.ts';
import { run } from './run.ts';
import { roles, valueAt } from './start.ts';

const KEY = 'elite-graph.prompts';

/** The prompts that were run, the newest first. */
export function pastPrompts(): readonly string[] {
  try {
    const kept = parseJson(localStorage.getItem(KEY) ?? '[]', KEY);
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return []; // what others wrote there is none
  }
}

/** Keeps the prompt of each run; answers what ends that. */
export function followPrompts(): () => void {
  let last: string | undefined;
  return effect(() => {
    const id = run.value?.id;
    if (id === undefined || id === last) return;
    last = id;
    const prompt = valueAt(roles.peek().prompt);
    if (typeof prompt === 'string')
      localStorage.setItem(KEY, stringifyJson([...withPrompt(pastPrompts(), prompt)]));
  });
}

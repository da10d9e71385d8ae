import { signal } from '@preact/signals';
import type { Json } from '../model/json.ts';
import { settingCommands } from '../model/prompt-difference.ts';
import { words } from '../messages/en/words.ts';
import { dispatch, doc } from './editor.ts';
import { say, sayError } from './toasts.ts';

/** A picture that can be compared with another. */
export interface Shown {
  /** The id of its job, or of its file where no job shows it. */
  readonly job: string;
  readonly url: string;
  readonly label: string;
}

/** The two pictures that are compared, left and right, and what else can be chosen. */
export interface Comparison {
  readonly a: Shown;
  readonly b: Shown;
  readonly others: readonly Shown[];
}

/** The open comparison. */
export const comparison = signal<Comparison | undefined>(undefined);

const prompts = new Map<string, Promise<Json | undefined>>();

/** The prompt that a result was made of. */
export function promptOfJob(job: string): Promise<Json | undefined> {
  const known = prompts.get(job);
  if (known) return known;
  const asked = import('./result-detail.ts')
    .then(({ detailOf }) => detailOf(job))
    .then(
      (detail) => detail?.prompt,
      () => undefined,
    );
  prompts.set(job, asked);
  return asked;
}

/** Writes the values of a finished job into the open graph, in one step. */
export async function applySettings(job: string): Promise<void> {
  try {
    const commands = settingCommands(doc.value, await promptOfJob(job));
    const before = doc.value;
    if (commands.length > 0) dispatch({ kind: 'batch', commands });
    say(
      commands.length === 0
        ? words.gallery.otherGraph
        : doc.value === before
          ? words.gallery.same
          : words.gallery.used,
    );
  } catch (error) {
    sayError(error);
  }
}

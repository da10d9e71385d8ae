import { settingCommands } from '../model/prompt-difference.ts';
import type { Command } from '../model/command.ts';
import { promptOfJob } from './compare.ts';
import { dispatch, doc, types } from './editor.ts';
import { startRun } from './running.ts';
import { sayError } from './toasts.ts';

const KEEPS = 'attention';

/** Draws a result once more, the same picture, and keeps where its words act; one step of the history. */
export async function drawKeeping(job: string): Promise<void> {
  try {
    const commands = [...settingCommands(doc.value, await promptOfJob(job)), ...keepingCommands()];
    dispatch({ kind: 'batch', commands });
    await startRun();
  } catch (error) {
    sayError(error);
  }
}

/** What makes samplers keep where words act, and holds the seeds. */
function keepingCommands(): Command[] {
  return [...doc.value.nodes.values()].flatMap((node) =>
    (types.value.get(node.type)?.fields ?? []).flatMap(({ name, kind }): Command[] => {
      if (kind === 'seed') return [{ kind: 'setControl', node: node.id, name, control: 'fixed' }];
      return name === KEEPS ? [{ kind: 'setValue', node: node.id, name, value: true }] : [];
    }),
  );
}

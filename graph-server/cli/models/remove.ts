import { createInterface } from 'node:readline/promises';
import { removablePath, removeBundle } from '../../../method/elite/remove-bundle.ts';
import { UsageError } from '../usage.ts';

/** What goes, and whether it goes unasked. */
export interface Removal {
  readonly name: string;
  /** The data folder's models. */
  readonly folder: string;
  readonly yes: boolean;
  /** Answers a question; the terminal by default. */
  readonly ask?: (question: string) => Promise<string>;
}

/** `elite-graph models remove`: deletes a bundle of the data folder, which goes whole or not at all. @returns 0 when it is gone */
export async function remove({ name, folder, yes, ask = askTerminal }: Removal): Promise<number> {
  const path = await removablePath(name, folder);
  const answer = yes ? 'y' : await ask(`Remove ${path} and everything in it? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) {
    console.log(`${name}: kept`);
    return 1;
  }
  await removeBundle(name, folder);
  console.log(`${name}: removed from ${folder} (files that are linked elsewhere stay there)`);
  return 0;
}

async function askTerminal(question: string): Promise<string> {
  if (!process.stdin.isTTY)
    throw new UsageError('models remove: expected --yes where nobody can be asked, got no --yes');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return await terminal.question(question);
  } finally {
    terminal.close();
  }
}

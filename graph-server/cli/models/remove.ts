import { randomBytes } from 'node:crypto';
import { lstat, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
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
  const path = await bundlePath(name, folder);
  const answer = yes ? 'y' : await ask(`Remove ${path} and everything in it? [y/N] `);
  if (!/^y(es)?$/i.test(answer.trim())) {
    console.log(`${name}: kept`);
    return 1;
  }
  const going = join(dirname(path), `.${name}.${randomBytes(4).toString('hex')}`);
  await rename(path, going);
  await rm(going, { recursive: true });
  console.log(`${name}: removed from ${folder} (files that are linked elsewhere stay there)`);
  return 0;
}

async function bundlePath(name: string, folder: string): Promise<string> {
  if (name === '' || name !== basename(name) || name.startsWith('.') || name.includes('\\'))
    throw new UsageError(`models remove ${name}: expected the name of a bundle, got a path`);
  const path = join(folder, name);
  const found = await lstat(path).catch((cause: unknown) => {
    throw new Error(`${path}: no such bundle (those that ship are not removed)`, { cause });
  });
  if (!found.isDirectory() || (await realpath(path)) !== join(await realpath(folder), name))
    throw new Error(`${path}: expected a folder of ${folder}, got a link or a file`);
  await stat(join(path, 'bundle.json')).catch((cause: unknown) => {
    throw new Error(`${path}: expected a bundle, got a folder without bundle.json`, { cause });
  });
  return path;
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

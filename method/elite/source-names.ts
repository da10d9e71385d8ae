import { join } from 'node:path';

/** Where a bundle is made, and what the user knows its files by. */
export interface Draft {
  /** The folder that becomes the bundle, absolute; it goes when something is wrong. */
  readonly path: string;
  /** Path in the bundle to its name for the user. */
  readonly names: ReadonlyMap<string, string>;
  /** The bundle. */
  readonly target: string;
}

/** A sentence about files of a draft, in the names that the user gave them. */
export function inNamesOfSources(sentence: string, { path, names, target }: Draft): string {
  const longestFirst = [...names].sort(([a], [b]) => b.length - a.length);
  return longestFirst
    .reduce((text, [file, name]) => text.replaceAll(join(path, file), () => name), sentence)
    .replaceAll(path, () => target);
}

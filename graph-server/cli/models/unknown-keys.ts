import { firstOf } from '../../../method/checkpoint/audit.ts';

/** A line for each file with keys that no network asks for: how many there are, and the first of them. */
export const unknownKeys = (keysOf: Iterable<readonly [file: string, keys: readonly string[]]>): string[] =>
  [...keysOf].map(
    ([file, keys]) =>
      `${file}: ${keys.length} ${keys.length === 1 ? 'key' : 'keys'} that no network needs (${firstOf(keys)})`,
  );

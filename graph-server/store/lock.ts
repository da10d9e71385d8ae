import { mkdirSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';

/**
 * Takes the data folder for this process; the kernel frees it when the process ends, however it ends.
 * @returns what gives the folder back
 * @throws when another process holds it
 */
export function lockFolder(state: string): () => void {
  mkdirSync(state, { recursive: true });
  const holder = join(state, 'holder');
  const lock = new DatabaseSync(join(state, 'lock.db'));
  try {
    lock.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (pid INTEGER); COMMIT',
    );
  } catch (cause) {
    lock.close();
    throw new Error(
      `${state}: expected a data folder of its own, got one that process ${pidIn(holder)} uses (--data DIR chooses another)`,
      { cause },
    );
  }
  writeFileSync(holder, String(process.pid));
  return () => {
    lock.close();
  };
}

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}

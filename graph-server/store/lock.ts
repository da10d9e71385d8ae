import { accessSync, constants, mkdirSync, writeFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { EXIT, StartError } from '../start-error.ts';

/**
 * Takes the data folder for this process; the kernel frees it when the process ends, however it ends.
 * @returns what gives the folder back
 * @throws when another process holds it
 */
export function lockFolder(state: string): () => void {
  const holder = join(state, 'holder');
  const lock = openLock(state);
  try {
    lock.exec(
      'PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; CREATE TABLE IF NOT EXISTS held (pid INTEGER); COMMIT',
    );
  } catch (cause) {
    lock.close();
    throw new StartError(
      `${state}: expected a data folder of its own, got one that process ${pidIn(holder)} uses (--data DIR chooses another)`,
      EXIT.unavailable,
      cause,
    );
  }
  writeFileSync(holder, String(process.pid));
  return () => {
    lock.close();
  };
}

function openLock(state: string): DatabaseSyncInstance {
  try {
    mkdirSync(state, { recursive: true });
    accessSync(state, constants.W_OK);
    return new DatabaseSync(join(state, 'lock.db'));
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    throw new StartError(
      `${state}: expected a folder that can be written, got ${reason} (--data DIR chooses another)`,
      EXIT.configuration,
      cause,
    );
  }
}

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return 'unknown';
  }
}

import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { rowsOf, transaction } from './open-database.ts';

/** The editor's settings: JSON values by id, kept as the text that was sent. */
export class Settings {
  readonly #database: DatabaseSyncInstance;

  constructor(database: DatabaseSyncInstance) {
    this.#database = database;
  }

  /** Every setting as `[id, JSON text]`. */
  all(): [id: string, value: string][] {
    return rowsOf(this.#database, 'SELECT id, value FROM settings ORDER BY id').map(({ id, value }) => [
      String(id),
      String(value),
    ]);
  }

  /** The JSON text of one setting; undefined when it was never set. */
  get(id: string): string | undefined {
    const [row] = rowsOf(this.#database, 'SELECT value FROM settings WHERE id = ?', id);
    return row && String(row['value']);
  }

  /** Sets several settings at once. */
  set(values: Iterable<readonly [id: string, value: string]>): void {
    transaction(this.#database, () => {
      const upsert = this.#database.prepare(
        'INSERT INTO settings (id, value) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value',
      );
      for (const [id, value] of values) upsert.run(id, value);
    });
  }
}

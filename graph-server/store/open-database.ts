import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS jobs (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    number REAL NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL DEFAULT 0,
    body_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    prompt TEXT NOT NULL,
    extra_data TEXT NOT NULL,
    targets TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    started_at INTEGER,
    ended_at INTEGER,
    outputs TEXT NOT NULL DEFAULT '{}',
    meta TEXT NOT NULL DEFAULT '{}',
    messages TEXT NOT NULL DEFAULT '[]'
  );
  CREATE INDEX IF NOT EXISTS jobs_by_state ON jobs (state, number, sequence);
  CREATE INDEX IF NOT EXISTS jobs_by_end ON jobs (ended_at, sequence);
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS settings (id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/**
 * Opens the database of a server; each commit is on disk before it returns.
 * @param path a file, or `:memory:` for a run that keeps nothing
 */
export function openDatabase(path: string): DatabaseSyncInstance {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA busy_timeout = 5000;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA cell_size_check = ON;
  `);
  database.exec(SCHEMA);
  return database;
}

/** Runs `work` as one transaction: all of it is kept, or none. */
export function transaction<T>(database: DatabaseSyncInstance, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (cause) {
    if (database.isTransaction) database.exec('ROLLBACK'); // a full disk has undone it already
    throw cause;
  }
}

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, string | number | bigint | null>>;

const statements = new WeakMap<DatabaseSyncInstance, Map<string, StatementSyncInstance>>();

/** A statement, which is prepared once for each database. */
export function statementOf(database: DatabaseSyncInstance, sql: string): StatementSyncInstance {
  const known = statements.get(database) ?? new Map<string, StatementSyncInstance>();
  statements.set(database, known);
  const statement = known.get(sql) ?? database.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/** The rows of a query. */
export function rowsOf(
  database: DatabaseSyncInstance,
  sql: string,
  ...values: (string | number | null)[]
): Row[] {
  return statementOf(database, sql).all(...values) as Row[];
}

/**
 * Does work whose commit need not be on disk when it returns: a crash of the process loses nothing, a power failure
 * perhaps the last of it.
 */
export function relaxed<T>(database: DatabaseSyncInstance, work: () => T): T {
  database.exec('PRAGMA synchronous = NORMAL');
  try {
    return work();
  } finally {
    database.exec('PRAGMA synchronous = FULL');
  }
}

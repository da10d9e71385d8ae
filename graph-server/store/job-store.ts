import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { GroupCommit } from './group-commit.ts';
import { relaxed, rowsOf, statementOf, transaction, type Row } from './open-database.ts';

/** Where a job stands; the last three are final. */
type JobState = 'queued' | 'running' | 'success' | 'error' | 'interrupted';

/** A job as the database keeps it. Texts that hold JSON are kept as text, so that no digit of them is lost. */
export interface Job {
  readonly id: string;
  /** The order number: lower runs first; equal numbers run in the order of their acceptance. */
  readonly number: number;
  readonly sequence: number;
  readonly state: JobState;
  readonly attempt: number;
  readonly bodyHash: string;
  /** JSON of the answer to `POST /prompt`. */
  readonly answer: string;
  readonly prompt: string;
  readonly extraData: string;
  /** JSON list of the output nodes to execute. */
  readonly targets: string;
  /** Milliseconds since 1970, as are the other times. */
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly outputs: string;
  readonly meta: string;
  readonly messages: string;
}

/** What a job is when it is accepted. */
export type NewJob = Pick<
  Job,
  'id' | 'number' | 'bodyHash' | 'answer' | 'prompt' | 'extraData' | 'targets' | 'createdAt'
>;

/** What a job is when it ends. */
export interface JobEnd extends Pick<Job, 'outputs' | 'meta' | 'messages'> {
  readonly state: 'success' | 'error' | 'interrupted';
}

/** Which jobs a page shows, and in which order. */
export interface JobPage {
  /** Jobs in one of these states; of all where none is named. */
  readonly states: readonly JobState[];
  /** Jobs that the workflow of this id made. */
  readonly workflowId?: string;
  readonly sortBy: 'created' | 'duration';
  readonly isAscending: boolean;
  readonly offset: number;
  readonly limit?: number;
}

/** Whether a job has ended for good. */
export function isFinished({ state }: Job): boolean {
  return state !== 'queued' && state !== 'running';
}

/** How often a job may begin before it is given up. */
export const MAX_ATTEMPTS = 3;

const ORDER = 'ORDER BY number, sequence';
const SORTED = {
  created: 'created_at',
  duration: 'coalesce(ended_at, 0) - coalesce(started_at, ended_at, 0)',
} as const;
const FINISHED = "state IN ('success', 'error', 'interrupted')";

/** The jobs of a server: accepted before they are answered, and still there after any crash. */
export class JobStore {
  readonly #database: DatabaseSyncInstance;
  readonly #maxFinished: number;
  readonly #group: GroupCommit;
  /** The next order number; it is on disk with the job that takes it. */
  #next: number;
  /** How many jobs wait or run, and how many have ended; counted anew when a change may have been undone. */
  #counts: { live: number; finished: number } | undefined;

  /** @param maxFinished how many finished jobs are kept */
  constructor(database: DatabaseSyncInstance, maxFinished = Number.MAX_SAFE_INTEGER) {
    this.#database = database;
    this.#maxFinished = maxFinished;
    this.#group = new GroupCommit((work) => this.#whole(work));
    const [row] = rowsOf(database, "SELECT value FROM counters WHERE name = 'prompt'");
    this.#next = Number(row?.['value'] ?? 0);
  }

  /** Does work in one commit with all else that comes at the same time; answers once it is on disk. */
  together<T>(work: () => T): Promise<T> {
    return this.#group.add(work);
  }

  /** Commits what waits for it now. */
  flush(): void {
    this.#group.flush();
  }

  /** Draws the next order number; a job that goes to the front gets a lower one than all before it. */
  nextNumber(front: boolean): number {
    const drawn = this.#next;
    this.#next += 1;
    return front && drawn !== 0 ? -drawn : drawn;
  }

  /** Puts a job into the queue; by itself it is on disk when this returns. */
  accept({ id, number, bodyHash, answer, prompt, extraData, targets, createdAt }: NewJob): void {
    statementOf(
      this.#database,
      `INSERT INTO counters (name, value) VALUES ('prompt', ?)
       ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)`,
    ).run(this.#next);
    statementOf(
      this.#database,
      `INSERT INTO jobs (id, number, state, body_hash, answer, prompt, extra_data, targets, created_at)
       VALUES (?, ?, 'queued', ?, ?, ?, ?, ?, ?)`,
    ).run(id, number, bodyHash, answer, prompt, extraData, targets, createdAt);
    this.#count({ live: 1 });
  }

  /** The job of an id, whatever its state. */
  get(id: string): Job | undefined {
    return this.#select('WHERE id = ?', id)[0];
  }

  /** The jobs that wait, in the order in which they will run. */
  queued(): Job[] {
    return this.#select(`WHERE state = 'queued' ${ORDER}`);
  }

  /** The jobs that run now. */
  running(): Job[] {
    return this.#select(`WHERE state = 'running' ${ORDER}`);
  }

  /** How many jobs wait or run. */
  remaining(): number {
    return this.#counted().live;
  }

  /** Marks the first waiting job as running and gives it out. */
  take(now: number): Job | undefined {
    const [row] = relaxed(this.#database, () =>
      rowsOf(
        this.#database,
        `UPDATE jobs SET state = 'running', attempt = attempt + 1, started_at = ?
         WHERE sequence = (SELECT sequence FROM jobs WHERE state = 'queued' ${ORDER} LIMIT 1) RETURNING *`,
        now,
      ),
    );
    return row && jobOf(row);
  }

  /** Ends a running job for good; answers false when it no longer runs. */
  finish(id: string, end: JobEnd, now: number): boolean {
    const { changes } = statementOf(
      this.#database,
      "UPDATE jobs SET state = ?, outputs = ?, meta = ?, messages = ?, ended_at = ? WHERE id = ? AND state = 'running'",
    ).run(end.state, end.outputs, end.meta, end.messages, now, id);
    this.#count({ live: -changes, finished: changes });
    if (this.#counted().finished > this.#maxFinished) this.prune();
    return changes > 0;
  }

  /** Forgets the oldest finished jobs beyond the bound; their files stay. */
  prune(): void {
    const { changes } = statementOf(
      this.#database,
      `DELETE FROM jobs WHERE sequence IN (SELECT sequence FROM jobs WHERE ended_at IS NOT NULL
       ORDER BY ended_at DESC, sequence DESC LIMIT -1 OFFSET ?)`,
    ).run(this.#maxFinished);
    this.#count({ finished: -changes });
  }

  /** Whether a job still waits or runs. */
  isLive(id: string): boolean {
    const rows = rowsOf(
      this.#database,
      "SELECT 1 FROM jobs WHERE id = ? AND state IN ('queued', 'running')",
      id,
    );
    return rows.length > 0;
  }

  /** Puts a running job back into the queue; `counts` is false when the attempt ended through no fault of the job. */
  requeue(id: string, counts: boolean): void {
    this.#database
      .prepare(
        "UPDATE jobs SET state = 'queued', started_at = NULL, attempt = attempt - ? WHERE id = ? AND state = 'running'",
      )
      .run(counts ? 0 : 1, id);
  }

  /** Removes waiting jobs, all or some; answers how many went. */
  removeQueued(ids?: readonly string[]): number {
    return this.#remove("state = 'queued'", ids);
  }

  /** Removes finished jobs, all or some; their files stay. */
  removeFinished(ids?: readonly string[]): number {
    return this.#remove(FINISHED, ids);
  }

  /** Finished jobs, oldest first: the window of `limit` from `offset`, or without an offset the newest `limit`. */
  finished(limit: number, offset?: number): Job[] {
    if (offset !== undefined)
      return this.#select(`WHERE ${FINISHED} ORDER BY ended_at, sequence LIMIT ? OFFSET ?`, limit, offset);
    return this.#select(`WHERE ${FINISHED} ORDER BY ended_at DESC, sequence DESC LIMIT ?`, limit).reverse();
  }

  /** What the finished jobs showed, each as JSON. */
  outputs(): string[] {
    return rowsOf(this.#database, `SELECT outputs FROM jobs WHERE ${FINISHED}`).map((row) =>
      String(row['outputs']),
    );
  }

  /** A page of all jobs, and how many there are on all its pages. */
  page({ states, workflowId, sortBy, isAscending, offset, limit }: JobPage): { jobs: Job[]; total: number } {
    const conditions = [
      ...(states.length === 0 ? [] : [`state IN (${states.map(() => '?').join(', ')})`]),
      ...(workflowId === undefined ? [] : ["extra_data ->> '$.extra_pnginfo.workflow.id' = ?"]),
    ];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const values = [...states, ...(workflowId === undefined ? [] : [workflowId])];
    const direction = isAscending ? 'ASC' : 'DESC';
    const order = `ORDER BY ${SORTED[sortBy]} ${direction}, sequence ${direction}`;
    const shown = `SELECT sequence FROM jobs ${where} ${order} LIMIT ? OFFSET ?`; // sorts numbers, not whole jobs
    const [row] = rowsOf(this.#database, `SELECT COUNT(*) AS total FROM jobs ${where}`, ...values);
    return {
      jobs: this.#select(`WHERE sequence IN (${shown}) ${order}`, ...values, limit ?? -1, offset),
      total: Number(row?.['total'] ?? 0),
    };
  }

  /** Does work in one transaction; what was counted is counted anew when that was undone. */
  #whole<T>(work: () => T): T {
    try {
      return transaction(this.#database, work);
    } catch (error) {
      this.#counts = undefined;
      throw error;
    }
  }

  #counted(): { live: number; finished: number } {
    const [row] = this.#counts
      ? []
      : rowsOf(this.#database, 'SELECT COUNT(*) AS jobs, COUNT(ended_at) AS finished FROM jobs');
    const [jobs, finished] = [Number(row?.['jobs'] ?? 0), Number(row?.['finished'] ?? 0)];
    return (this.#counts ??= { live: jobs - finished, finished });
  }

  #count({ live = 0, finished = 0 }: { readonly live?: number; readonly finished?: number }): void {
    if (!this.#counts) return;
    this.#counts.live += live;
    this.#counts.finished += finished;
  }

  #remove(condition: string, ids?: readonly string[]): number {
    this.#counts = undefined;
    if (ids === undefined) return this.#database.prepare(`DELETE FROM jobs WHERE ${condition}`).run().changes;
    return transaction(this.#database, () => {
      const remove = this.#database.prepare(`DELETE FROM jobs WHERE id = ? AND ${condition}`);
      return ids.reduce((count, id) => count + remove.run(id).changes, 0);
    });
  }

  #select(rest: string, ...values: (string | number)[]): Job[] {
    return rowsOf(this.#database, `SELECT * FROM jobs ${rest}`, ...values).map(jobOf);
  }
}

function jobOf(row: Row): Job {
  const text = (column: string) => String(row[column]);
  const [startedAt, endedAt] = [row['started_at'], row['ended_at']];
  return {
    id: text('id'),
    number: Number(row['number']),
    sequence: Number(row['sequence']),
    state: text('state') as JobState,
    attempt: Number(row['attempt']),
    bodyHash: text('body_hash'),
    answer: text('answer'),
    prompt: text('prompt'),
    extraData: text('extra_data'),
    targets: text('targets'),
    createdAt: Number(row['created_at']),
    ...(startedAt == null ? {} : { startedAt: Number(startedAt) }),
    ...(endedAt == null ? {} : { endedAt: Number(endedAt) }),
    outputs: text('outputs'),
    meta: text('meta'),
    messages: text('messages'),
  };
}

import { effect, signal } from '@preact/signals';
import { apply } from '../model/command.ts';
import { isJsonObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts';
import { cellCommands, SWEEP_KINDS, type SweepPlan } from '../model/sweep.ts';
import { cancelJobs, fetchHistoryExtras, fetchQueue, type FinishedJob } from '../net/jobs-client.ts';
import type { ServerMessage } from '../net/message.ts';
import { sendPrompt, viewUrl, type ServerFile } from '../net/server-client.ts';
import { doc } from './editor.ts';
import { randomId } from './random-id.ts';
import { listeners } from './running.ts';
import { isConnected } from './run.ts';
import { roles } from './start.ts';
import { submission } from './submission.ts';
import { sayError } from './toasts.ts';

/** One run of a grid. */
export interface SweepCell {
  readonly job: string;
  readonly column: number;
  readonly row: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'stopped';
  readonly url?: string;
  readonly reason?: string;
}

/** How a cell goes on. */
type CellNews = Pick<SweepCell, 'state' | 'url' | 'reason'>;

/** A grid of runs that fills as they finish. */
export interface Sweep {
  readonly id: string;
  readonly plan: SweepPlan;
  readonly cells: readonly SweepCell[];
}

const KEY = 'elite-graph.sweep';
const REMEMBERED = 200;
const CATCH_UP_MS = 1000;

/** The grid that was started last. */
export const sweep = signal<Sweep | undefined>(undefined);

/** The grid whose cells are asked for, and the one whose cells are still being sent. */
let [followed, sending]: (string | undefined)[] = [];

/** Starts a grid: one prompt a cell, λ innermost, so that photo and mask are encoded once. */
export async function startSweep(plan: SweepPlan): Promise<void> {
  await sendCells(plan);
  sending = undefined;
}

async function sendCells(plan: SweepPlan): Promise<void> {
  const id = randomId();
  const cells = plan.rows.flatMap((_, row) =>
    plan.lambdas.map((__, column): SweepCell => ({ job: randomId(), column, row, state: 'waiting' })),
  );
  sweep.value = { id, plan, cells };
  sending = id;
  localStorage.setItem(KEY, stringifyJson({ id, plan: plan as unknown as Json }));
  const base = doc.value;
  for (const cell of cells) {
    if (sweep.value.id !== id || stateOf(cell.job) === 'stopped') return;
    const values = {
      lambda: plan.lambdas[cell.column] ?? 0,
      kind: plan.kind,
      mask: plan.masks?.[cell.row],
      row: plan.rows[cell.row] ?? '',
    };
    const document = apply(base, { kind: 'batch', commands: cellCommands(roles.value, values) });
    const extra = { sweep: { id, x: [...plan.lambdas], y: [...plan.rows], cell: [cell.column, cell.row] } };
    try {
      const answer = await sendPrompt(submission(document, cell.job, extra).body);
      if (!answer.isAccepted) change(cell.job, { state: 'failed', reason: answer.sentence });
      else if (stateOf(cell.job) === 'stopped') await cancelJobs([cell.job]);
    } catch (error) {
      change(cell.job, { state: 'failed', reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

/** Stops the cells that are not done, and no other job. */
export async function stopSweep(): Promise<void> {
  const open = (sweep.value?.cells ?? []).filter(({ state }) => state === 'waiting' || state === 'running');
  for (const { job } of open) change(job, { state: 'stopped' });
  await cancelJobs(open.map(({ job }) => job)).catch(sayError);
}

listeners.add(hearSweep);

// the server replays nothing: what the cells did while the socket was away is asked for
effect(() => {
  const id = sweep.peek()?.id;
  if (!isConnected.value && id !== undefined) void follow(id);
});

/** Takes a message of the socket in, where it is about a cell. */
function hearSweep(message: ServerMessage): void {
  if (message.kind === 'queue' || message.prompt === undefined) return;
  const state = stateOf(message.prompt);
  if (state === undefined || state === 'stopped') return;
  if (message.kind === 'start') change(message.prompt, { state: 'running' });
  else if (message.kind === 'executed') takeFile(message.prompt, message.output.images);
  else if (message.kind === 'failed') change(message.prompt, { state: 'failed', reason: message.sentence });
  else if (message.kind === 'end' && state === 'running') void catchUpSweep();
}

/** Brings the grid that was started last back after a reload, from what the server echoes. */
export async function recallSweep(): Promise<void> {
  const kept = localStorage.getItem(KEY);
  if (sweep.value || kept === null) return;
  const stored = parseJson(kept, 'sweep');
  const plan = isJsonObject(stored) ? planOf(stored['plan']) : undefined;
  const id = isJsonObject(stored) ? stored['id'] : undefined;
  if (!plan || typeof id !== 'string') return;
  const [queued, finished] = await Promise.all([fetchQueue(), fetchHistoryExtras(REMEMBERED)]);
  const cells = [
    ...queued.map(({ id: job, extra, isRunning }) =>
      cellOf(job, extra, id, { state: isRunning ? 'running' : 'waiting' }),
    ),
    ...finished.map((each) => cellOf(each.id, each.extra, id, endOf(each))),
  ].flatMap((cell) => cell ?? []);
  if (cells.length === 0) return;
  sweep.value = { id, plan, cells: [...cells, ...neverSent(plan, cells)] };
  void follow(id);
}

/** The cells of a grid whose page was left before it sent them. */
function neverSent({ lambdas, rows }: SweepPlan, cells: readonly SweepCell[]): SweepCell[] {
  return rows.flatMap((_, row) =>
    lambdas.flatMap((__, column): SweepCell[] => {
      const isThere = cells.some((cell) => cell.row === row && cell.column === column);
      return isThere ? [] : [{ job: randomId(), column, row, state: 'stopped' }];
    }),
  );
}

/** What was told to a page before this one, or to a lost socket, is asked for until no cell is open. */
async function follow(id: string): Promise<void> {
  if (followed === id) return;
  followed = id;
  const isOpen = () =>
    sweep.value?.id === id &&
    sweep.value.cells.some(({ state }) => state === 'waiting' || state === 'running');
  while (isOpen()) {
    await new Promise((resolve) => setTimeout(resolve, CATCH_UP_MS));
    const isSent = sending !== id;
    const queued = await fetchQueue().catch(() => undefined);
    if (!queued || !(await catchUpSweep())) continue; // the server is away
    for (const { job, state } of sweep.value?.cells ?? []) {
      const place = queued.find((each) => each.id === job);
      if (state === 'waiting' && place?.isRunning === true) change(job, { state: 'running' });
      if ((state === 'waiting' || state === 'running') && !place && isSent) change(job, { state: 'stopped' });
    }
  }
  followed = undefined;
}

/** Asks for what the open cells became; answers whether the server told. */
async function catchUpSweep(): Promise<boolean> {
  const finished = await fetchHistoryExtras(REMEMBERED).catch(() => undefined);
  for (const each of finished ?? [])
    if (stateOf(each.id) === 'running' || stateOf(each.id) === 'waiting') change(each.id, endOf(each));
  return finished !== undefined;
}

function endOf({ files: [file], failure }: FinishedJob): CellNews {
  if (file) return { state: 'done', url: viewUrl(file) };
  return failure === undefined ? { state: 'stopped' } : { state: 'failed', reason: failure };
}

function cellOf(job: string, extra: JsonObject, id: string, more: CellNews): SweepCell | undefined {
  const told = extra['sweep'];
  const place = isJsonObject(told) && told['id'] === id ? told['cell'] : undefined;
  const [column, row] = Array.isArray(place) ? place : [];
  return typeof column === 'number' && typeof row === 'number' ? { job, column, row, ...more } : undefined;
}

function planOf(value: Json | undefined): SweepPlan | undefined {
  if (!isJsonObject(value)) return undefined;
  const { lambdas, kind, rows, masks } = value;
  const kept = SWEEP_KINDS.find((each) => each === kind);
  if (!Array.isArray(lambdas) || !Array.isArray(rows) || !kept) return undefined;
  return {
    lambdas: lambdas.filter((each) => typeof each === 'number'),
    kind: kept,
    ...(Array.isArray(masks) ? { masks: masks.filter((each) => typeof each === 'string') } : {}),
    rows: rows.filter(
      (each) => typeof each === 'string' || typeof each === 'number' || typeof each === 'bigint',
    ),
  };
}

function takeFile(job: string, files: readonly ServerFile[]): void {
  const [file] = files;
  if (file) change(job, { state: 'done', url: viewUrl(file) });
}

function stateOf(job: string): SweepCell['state'] | undefined {
  return sweep.value?.cells.find((cell) => cell.job === job)?.state;
}

function change(job: string, news: Partial<SweepCell>): void {
  const current = sweep.value;
  if (!current) return;
  const cells = current.cells.map((cell) => (cell.job === job ? { ...cell, ...news } : cell));
  sweep.value = { ...current, cells };
}

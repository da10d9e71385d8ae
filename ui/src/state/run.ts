import { computed, signal } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import type { NodeOutput, ServerMessage } from '../net/message.ts';
import { viewUrl, type ServerFile } from '../net/server-client.ts';
import { sayError } from './toasts.ts';

/** How far a node is in the current run. */
export interface NodeRun {
  readonly state: 'waiting' | 'running' | 'done' | 'cached' | 'failed';
  readonly value: number;
  readonly max: number;
  readonly startedAt?: number;
  readonly seconds?: number;
}

/** A run that this page started. */
export interface Run {
  readonly id: string;
  readonly phase: 'sending' | 'queued' | 'running' | 'stopping';
  readonly startedAt: number;
  readonly nodes: ReadonlyMap<string, NodeRun>;
  /** What seeds it was started with, for the results. */
  readonly seeds: Readonly<Record<string, string>>;
}

/** A picture that a run made. */
export interface Result {
  readonly run: string;
  readonly node: string;
  readonly file: ServerFile;
  readonly url: string;
  readonly seeds: Readonly<Record<string, string>>;
  readonly at: number;
}

/** What went wrong in the last run, or what the server refused. */
export interface RunProblem {
  readonly sentence: string;
  readonly node?: string;
  readonly input?: string;
}

const MAX_RESULTS = 100;
const text = words.run;

/** The run that is under way. */
export const run = signal<Run | undefined>(undefined);
/** How long the nodes of the last run took, kept after its end. */
export const nodeRuns = signal<ReadonlyMap<string, NodeRun>>(new Map());
/** The pictures of this session, newest first. */
export const results = signal<readonly Result[]>([]);
/** The last output of each node. */
export const outputs = signal<ReadonlyMap<string, NodeOutput>>(new Map());
/** The unfinished picture of each node that samples. */
export const previews = signal<ReadonlyMap<string, string>>(new Map());
/** What went wrong. */
export const runProblems = signal<readonly RunProblem[]>([]);
/** How many jobs the server has, everybody's. */
export const queueLength = signal(0);
/** Whether the server is there. */
export const isConnected = signal(false);
/** How the last run ended, in words. */
export const lastEnd = signal('');
/** Called when a run ends in which nothing had to be computed. */
export const onAllCached: { call: () => void } = { call: () => undefined };

/** The share of the run that is done, 0 … 1, by the node that is at it. */
export const progress = computed(() => {
  const nodes = [...(run.value?.nodes.values() ?? [])];
  if (nodes.length === 0) return 0;
  const shares = nodes.map(({ state, value, max }) =>
    state === 'done' || state === 'cached' ? 1 : max > 0 ? value / max : 0,
  );
  const weights = nodes.map(({ max }) => Math.max(1, max));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return shares.reduce((sum, share, index) => sum + share * (weights[index] ?? 1), 0) / total;
});

/** The run whose nodes are shown. */
let shown = '';

/** Begins a run of the given nodes. */
export function beginRun(
  id: string,
  nodes: readonly string[],
  seeds: Readonly<Record<string, string>>,
): void {
  const waiting: NodeRun = { state: 'waiting', value: 0, max: 0 };
  run.value = {
    id,
    phase: 'sending',
    startedAt: Date.now(),
    nodes: new Map(nodes.map((node) => [node, waiting])),
    seeds,
  };
  nodeRuns.value = run.value.nodes;
  shown = id;
  runProblems.value = [];
  lastEnd.value = '';
  dropPreviews();
}

/** Ends the run that is under way, whatever the server says of it: what waited or ran does so no more. */
export function endRun(how: string): void {
  run.value = undefined;
  nodeRuns.value = new Map(
    [...nodeRuns.value].filter(([, { state }]) => state !== 'waiting' && state !== 'running'),
  );
  lastEnd.value = how;
  dropPreviews();
}

/** Notes the phase of the run. */
export function setPhase(phase: Run['phase']): void {
  if (run.value) run.value = { ...run.value, phase };
}

/** Takes a message of the socket in. */
export function receive(message: ServerMessage): void {
  if (message.kind === 'queue') {
    queueLength.value = message.remaining;
    return;
  }
  const current = run.value;
  if (!current || (message.prompt !== undefined && message.prompt !== current.id)) return;
  switch (message.kind) {
    case 'start':
      if (current.phase !== 'stopping') run.value = { ...current, phase: 'running', startedAt: Date.now() };
      break;
    case 'cached':
      for (const node of message.nodes) setNode(node, { state: 'cached' });
      break;
    case 'executing':
      setNode(message.node, { state: 'running', startedAt: Date.now() });
      break;
    case 'progress':
      for (const { node, value, max, isFinished } of message.nodes)
        setNode(node, { value, max, state: isFinished ? 'done' : 'running' });
      break;
    case 'executed':
      takeOutput(message.node, message.output, current);
      break;
    case 'preview':
      setPreview(message.node, message.picture);
      break;
    case 'failed':
      setNode(message.node, { state: 'failed' });
      addProblem(message.node, message.sentence);
      break;
    case 'interrupted':
      lastEnd.value = text.ends.stopped;
      break;
    case 'end':
      ended(current);
      break;
  }
}

/** Takes the outputs of a job that ended while the socket was away. */
export function takeOutput(node: string, output: NodeOutput, of: Pick<Run, 'id' | 'seeds'>): void {
  outputs.value = new Map(outputs.value).set(node, output);
  const known = new Set(results.value.filter(({ run: id }) => id === of.id).map(({ url }) => url));
  const fresh = output.images
    .map((file): Result => ({ run: of.id, node, file, url: viewUrl(file), seeds: of.seeds, at: Date.now() }))
    .filter(({ url }) => !known.has(url));
  results.value = [...fresh, ...results.value].slice(0, MAX_RESULTS);
}

/** Settles nodes of the run that is shown whose end was missed; how long they took is not known. */
export function settleNodes({ id, nodes }: Run, ids: readonly string[], state: 'cached' | 'done'): void {
  if (shown !== id) return;
  const settled = new Map(nodeRuns.value);
  for (const node of ids) {
    const before = settled.get(node) ?? nodes.get(node);
    if (before?.state === 'waiting' || before?.state === 'running')
      settled.set(node, { state, value: before.max, max: before.max });
  }
  nodeRuns.value = settled;
  if (run.value?.id === id) run.value = { ...run.value, nodes: settled };
}

function ended(current: Run): void {
  const seconds = (Date.now() - current.startedAt) / 1000;
  const nodes = [...(run.value?.nodes.values() ?? [])];
  const hasFailed = runProblems.value.length > 0;
  const isCached = nodes.length > 0 && nodes.every(({ state }) => state === 'cached' || state === 'waiting');
  const wasStopped = lastEnd.value === text.ends.stopped;
  for (const [id, { state }] of current.nodes)
    if (state === 'running' && !wasStopped) setNode(id, { state: hasFailed ? 'failed' : 'done' });
  endRun(wasStopped ? text.ends.stopped : hasFailed ? text.ends.failed : text.doneIn(seconds));
  if (isCached && !wasStopped && !hasFailed) onAllCached.call();
}

function setNode(id: string, change: Partial<NodeRun>): void {
  const current = run.value;
  const before = current?.nodes.get(id);
  if (!current || !before) return;
  const isSettled =
    before.state === 'failed' ||
    (before.state === 'done' && change.state === 'running') ||
    (before.state === 'cached' && change.state === 'done'); // progress_state counts it as finished
  const merged: NodeRun = { ...before, ...change, ...(isSettled ? { state: before.state } : {}) };
  const hasEnded = merged.state === 'done' || merged.state === 'failed';
  const isTimed = hasEnded && before.state !== merged.state && merged.startedAt !== undefined;
  const next = isTimed ? { ...merged, seconds: (Date.now() - (merged.startedAt ?? 0)) / 1000 } : merged;
  const nodes = new Map(current.nodes).set(id, next);
  run.value = { ...current, nodes };
  nodeRuns.value = nodes;
}

function addProblem(node: string, sentence: string): void {
  runProblems.value = [...runProblems.value, { sentence, ...(node === '' ? {} : { node }) }];
  sayError(sentence);
}

function setPreview(node: string, picture: Blob): void {
  const before = previews.value.get(node);
  previews.value = new Map(previews.value).set(node, URL.createObjectURL(picture));
  if (before !== undefined) setTimeout(() => URL.revokeObjectURL(before), 1000);
}

function dropPreviews(): void {
  for (const url of previews.value.values()) URL.revokeObjectURL(url);
  previews.value = new Map();
}

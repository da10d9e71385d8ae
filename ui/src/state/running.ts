import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { missedNodes } from '../model/missed-nodes.ts';
import { seedCommands } from '../model/seed.ts';
import { outputOf, type ServerMessage } from '../net/message.ts';
import { cancelJob, fetchJob, sendPrompt, sentenceOf } from '../net/server-client.ts';
import { ServerSocket } from '../net/server-socket.ts';
import { blockers } from './blockers.ts';
import { dispatch, doc, select, types } from './editor.ts';
import { dispatchQuietly } from './files.ts';
import { randomId } from './random-id.ts';
import {
  beginRun,
  endRun,
  isConnected,
  onAllCached,
  receive,
  run,
  runProblems,
  setPhase,
  settleNodes,
  takeOutput,
  type Run,
  type RunProblem,
} from './run.ts';
import { words } from '../messages/en/words.ts';
import { clientId, submission } from './submission.ts';
import { say, sayError } from './toasts.ts';

const CATCH_UP_MS = 2000;
const text = words.run;
const ENDS: Readonly<Record<string, string>> = {
  completed: text.ends.done,
  failed: text.ends.failed,
  cancelled: text.ends.stopped,
};

/** The run of which messages were missed. */
let gap: Run | undefined;
let later: ReturnType<typeof setTimeout> | undefined;

/** Who else hears what the server says. */
export const listeners = new Set<(message: ServerMessage) => void>();

/** Listens to the server from now on. */
export function connect(): void {
  onAllCached.call = sayNothingChanged;
  new ServerSocket(clientId, {
    onMessage: (message) => {
      receive(message);
      for (const listener of listeners) listener(message);
    },
    onConnection: (isOpen) => {
      isConnected.value = isOpen;
      gap = run.value ?? gap;
      void catchUp();
    },
  });
}

/** Draws the seeds, then sends the graph as it is shown. */
export async function startRun(): Promise<void> {
  if (run.value) return;
  const problems = blockers.value;
  if (problems.length > 0) {
    runProblems.value = problems;
    say(problems[0]?.sentence ?? '', { kind: 'error' });
    return;
  }
  dispatchQuietly({ kind: 'batch', commands: seedCommands(doc.value, types.value, Math.random) });
  try {
    await send();
  } catch (error) {
    endRun(text.ends.failed);
    sayError(error);
  }
}

/** Stops the run that is under way, and no other. */
export async function stopRun(): Promise<void> {
  const current = run.value;
  if (!current) return;
  setPhase('stopping');
  if (current.phase === 'sending') return; // `send` cancels it once the server has it
  try {
    await cancelJob(current.id);
    if (current.phase === 'queued') endRun(text.ends.stopped);
  } catch (error) {
    if (run.value?.id === current.id) setPhase(current.phase);
    sayError(error);
  }
}

async function send(isAnew = false): Promise<void> {
  const id = randomId();
  const { prompt, body } = submission(doc.value, id, {}, isAnew);
  beginRun(id, Object.keys(prompt), seedsOf(prompt));
  const answer = await sendPrompt(body);
  const problems = nodeProblems(answer.nodeErrors);
  runProblems.value = [...problems, ...runProblems.value];
  const sentence = problems[0]?.sentence ?? answer.sentence;
  if (!answer.isAccepted) {
    if (problems.length === 0) runProblems.value = [{ sentence }];
    endRun(text.ends.refused);
  } else if (run.value?.phase === 'sending') setPhase('queued');
  else if (run.value?.id === id && run.value.phase === 'stopping') {
    await cancelJob(id).catch(sayError);
    endRun(text.ends.stopped);
  }
  if (!answer.isAccepted || problems.length > 0) say(sentence, { kind: 'error' });
  const node = problems[0]?.node;
  if (node !== undefined) select([node]);
}

/** The seeds of a prompt by node, as the results remember them. */
function seedsOf(prompt: Readonly<Record<string, { readonly inputs: JsonObject }>>): Record<string, string> {
  return Object.fromEntries(
    [...doc.value.nodes.values()].flatMap((node) =>
      (types.value.get(node.type)?.fields ?? []).flatMap(({ kind, name }): [string, string][] => {
        const value = prompt[node.id]?.inputs[name];
        return kind === 'seed' && (typeof value === 'number' || typeof value === 'bigint')
          ? [[node.id, value.toString()]]
          : [];
      }),
    ),
  );
}

function nodeProblems(nodeErrors: JsonObject): RunProblem[] {
  return Object.entries(nodeErrors).flatMap(([node, entry]) => {
    const errors: Json = isJsonObject(entry) ? (entry['errors'] ?? []) : [];
    return (Array.isArray(errors) ? errors : []).filter(isJsonObject).map((error) => {
      const extra = isJsonObject(error['extra_info']) ? error['extra_info'] : {};
      const input = extra['input_name'];
      return {
        node,
        sentence: `${nameOf(node)}: ${sentenceOf(error)}`,
        ...(typeof input === 'string' ? { input } : {}),
      };
    });
  });
}

function nameOf(id: string): string {
  const node = doc.value.nodes.get(id);
  return node?.title ?? types.value.get(node?.type ?? '')?.title ?? words.node.byId(id);
}

/**
 * The server replays nothing: what a run did while the socket was away is asked for, again until its end is known. An end
 * that a new socket tells does not settle it: pictures may have been told of before.
 */
async function catchUp(): Promise<void> {
  clearTimeout(later);
  const asked = gap;
  if (!asked) return;
  later = setTimeout(() => void catchUp(), CATCH_UP_MS);
  const isUnderWay = () => run.value?.id === asked.id;
  if (isUnderWay() && run.value?.phase === 'sending') return;
  const job = await fetchJob(asked.id).catch(() => 'away' as const);
  if (gap !== asked || job === 'away') return;
  const status = job?.['status'];
  const end = typeof status === 'string' ? ENDS[status] : undefined;
  if (job !== undefined && end === undefined) return;
  gap = undefined;
  if (job === undefined && isUnderWay()) {
    endRun(text.ends.lost);
    say(text.lost, { kind: 'error' });
  }
  const missed = missedNodes(job ?? {}, types.value);
  settleNodes(asked, missed.cached, 'cached');
  settleNodes(asked, missed.done, 'done');
  for (const [node, output] of Object.entries(isJsonObject(job?.['outputs']) ? job['outputs'] : {}))
    takeOutput(node, outputOf(output), asked);
  if (end === undefined || !isUnderWay()) return;
  const error = job?.['execution_error'];
  if (isJsonObject(error)) {
    receive({
      kind: 'failed',
      prompt: asked.id,
      node: typeof error['node_id'] === 'string' ? error['node_id'] : '',
      sentence:
        typeof error['exception_message'] === 'string'
          ? error['exception_message'].trim()
          : text.states.failed,
    });
  }
  endRun(end);
}

function sayNothingChanged(): void {
  if (gap) return; // what the nodes did was missed
  const seeds = seedCommands(doc.value, types.value, Math.random, 'randomize');
  const newSeed = {
    label: text.newSeed,
    run: () => {
      dispatch({ kind: 'batch', commands: seeds });
      void startRun();
    },
  };
  const anyway = { label: text.anyway, run: () => void runAnyway() };
  say(text.nothingChanged, { actions: seeds.length === 0 ? [anyway] : [newSeed, anyway] });
}

/** Draws again, though nothing changed. */
async function runAnyway(): Promise<void> {
  try {
    await send(true);
  } catch (error) {
    endRun(text.ends.failed);
    sayError(error);
  }
}

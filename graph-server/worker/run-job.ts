import type { Cache } from '../engine/cache.ts';
import type { NodeContext } from '../engine/define-node.ts';
import { execute } from '../engine/execute.ts';
import type { Place } from '../engine/node-calls.ts';
import { readPrompt } from '../engine/prompt.ts';
import type { Registry } from '../engine/registry.ts';
import { DEFAULT_TIME_LIMIT } from '../engine/time-limit.ts';
import type { IsThere } from '../engine/results.ts';
import type { Folders } from '../engine/sockets.ts';
import { existingWithin, relativeName } from '../files/confine.ts';
import { Claims } from '../files/claims.ts';
import { jsonMembers } from '../http/json-members.ts';
import type { JobEvent, Run, RunEnd } from '../queue/executor.ts';
import type { Deadline } from './messages.ts';
import { RunMessages } from './run-messages.ts';
import { savePicture } from './save-picture.ts';

/** What a job runs with. */
export interface JobParts {
  readonly registry: Registry;
  readonly cache: Cache;
  readonly folders: Folders;
  readonly signal: AbortSignal;
}

/** Runs one job to its end. */
export async function runJob(
  run: Run,
  { registry, cache, folders, signal }: JobParts,
  onEvent: (event: JobEvent) => void,
  onDeadline: (deadline: Deadline) => void = () => undefined,
): Promise<RunEnd> {
  const prompt = readPrompt(run.prompt);
  const messages = new RunMessages(run.promptId, (node) => prompt.get(node)?.type ?? '', onEvent);
  const claims = run.claims === undefined ? undefined : new Claims(run.claims);
  const place: Place = {
    folders,
    metadata: metadataOf(run),
    save: (file, writer) =>
      savePicture(
        folders,
        file,
        file.kind === 'output' // temp is emptied at every start
          ? claims?.next(JSON.stringify([writer, file.prefix, file.extension]))
          : undefined,
      ),
  };
  const outlivesFailures = jsonMembers(run.extraData).get('node_failure_policy') === '"continue_independent"';
  const parts = { registry, cache, place, signal, outlivesFailures, isThere: isThere(folders) };
  for await (const event of execute(prompt, run.targets, parts)) {
    if (event.kind === 'executing')
      onDeadline({ node: event.node, seconds: event.timeLimit ?? DEFAULT_TIME_LIMIT });
    const end = messages.take(event);
    if (end) return end;
  }
  throw new Error(`job ${run.promptId}: expected an end, got none`);
}

/** Whether a file that a node showed is still in its folder. */
function isThere(folders: Folders): IsThere {
  return async ({ filename, subfolder, type }) => {
    if (type !== 'output' && type !== 'temp' && type !== 'input') return true;
    return existingWithin(folders[type], relativeName(subfolder, filename)).then(
      (path) => path !== undefined,
      () => false,
    );
  };
}

/** What saved pictures carry: every member of `extra_pnginfo` as its own text. */
function metadataOf({ prompt, extraData }: Run): NodeContext['metadata'] {
  const sent = jsonMembers(extraData).get('extra_pnginfo') ?? '';
  return { prompt, extra: sent.startsWith('{') ? Object.fromEntries(jsonMembers(sent)) : {} };
}

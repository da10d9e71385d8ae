import { hash, randomUUID } from 'node:crypto';
import {
  isJsonObject,
  parseJson,
  stringifyJson,
  type Json,
  type JsonObject,
} from '../../ui/src/model/json.ts';
import { faultOf } from '../engine/errors.ts';
import { jsonMembers } from '../http/json-members.ts';
import { HttpError } from '../http/refuse.ts';
import type { Job, JobStore } from '../store/job-store.ts';
import type { Executor, PromptFault } from './executor.ts';
import type { JobQueue } from './job-queue.ts';

/** The form of every job id: a UUID in lower case. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SECRETS = ['auth_token_comfy_org', 'api_key_comfy_org'];
const RETRY_SECONDS = '5';

/** The answer to a submission, as HTTP and the socket give it. */
interface Answer {
  readonly status: number;
  readonly text: string;
}

/** What takes a prompt in. */
export interface SubmitParts {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly executor: Executor;
  /** How many jobs may wait or run. */
  readonly maxQueued: number;
}

/**
 * Checks a prompt and stores its job; the job is on disk before this answers.
 * @param text the JSON body of `POST /prompt`, digits as the client wrote them
 * @throws HttpError when the body is none, or no job is taken now
 */
export async function submit(
  text: string,
  { store, queue, executor, maxQueued }: SubmitParts,
): Promise<Answer> {
  const body = bodyOf(text);
  refuseWhenFull(queue, store.remaining(), maxQueued);
  const number = numberOf(body['number']) ?? store.nextNumber(body['front'] === true);
  if (!isJsonObject(body['prompt']))
    return refused(400, faultOf('no_prompt', 'body: expected a prompt, got none'));
  const id = body['prompt_id'] ?? randomUUID();
  if (typeof id !== 'string' || !UUID.test(id)) {
    return refused(
      400,
      faultOf('invalid_prompt_id', 'prompt_id: expected a UUID in lower case, got another value'),
    );
  }
  const bodyHash = body['prompt_id'] === undefined ? '' : hashOf(body); // an id of ours cannot be sent again
  const earlier = store.get(id);
  if (earlier) return answerOf(earlier, bodyHash);
  const promptText = jsonMembers(text).get('prompt') ?? '{}';
  const checked = await executor.check(promptText, targetsOf(body['partial_execution_targets']));
  if (!checked.ok) return refused(400, checked.error, checked.nodeErrors);
  const createdAt = Date.now();
  const answer = stringifyJson({ prompt_id: id, number, node_errors: checked.nodeErrors as JsonObject });
  const extraData = stringifyJson(extraDataOf(body, createdAt));
  const targets = JSON.stringify(checked.targets);
  const job = { id, number, bodyHash, answer, prompt: checked.prompt, createdAt, extraData, targets };
  const meanwhile = await queue.accept(job); // two equal requests may be checked at the same time
  return meanwhile ? answerOf(meanwhile, bodyHash) : { status: 200, text: answer };
}

function bodyOf(text: string): JsonObject {
  const body = parsed(text);
  if (isJsonObject(body)) return body;
  throw new HttpError(400, 'bad_json', 'body: expected a JSON object, got another value');
}

function parsed(text: string): Json {
  try {
    return parseJson(text, 'body');
  } catch (error) {
    throw new HttpError(400, 'bad_json', error instanceof Error ? error.message : String(error));
  }
}

function refuseWhenFull(queue: JobQueue, remaining: number, maxQueued: number): void {
  if (queue.isStopping)
    throw new HttpError(503, 'stopping', 'server: expected to go on, it stops (try again after its start)', {
      'Retry-After': RETRY_SECONDS,
    });
  if (remaining >= maxQueued)
    throw new HttpError(429, 'queue_full', `queue: expected fewer than ${maxQueued} jobs, got as many`, {
      'Retry-After': RETRY_SECONDS,
    });
}

/** ComfyUI takes any number, also as text. */
function numberOf(given: Json | undefined): number | undefined {
  if (given === undefined || given === null) return undefined;
  const number = typeof given === 'object' || given === '' ? NaN : Number(given);
  if (Number.isFinite(number)) return number;
  throw new HttpError(400, 'bad_request', `number: expected a number, got ${stringifyJson(given)}`);
}

function targetsOf(given: Json | undefined): string[] | undefined {
  if (given === undefined || given === null) return undefined;
  if (Array.isArray(given) && given.every((item) => typeof item === 'string')) return given;
  throw new HttpError(
    400,
    'bad_json',
    'body.partial_execution_targets: expected a list of texts, got another value',
  );
}

/** A repeated request gets its first answer; its id with another body is refused. */
function answerOf(earlier: Job, bodyHash: string): Answer {
  if (earlier.bodyHash === bodyHash) return { status: 200, text: earlier.answer };
  const sentence = `prompt_id ${earlier.id}: expected an id that is free, got one of another prompt`;
  return refused(409, faultOf('duplicate_prompt_id', sentence));
}

function extraDataOf(body: JsonObject, createdAt: number): JsonObject {
  const sent = isJsonObject(body['extra_data']) ? body['extra_data'] : {};
  const kept = Object.fromEntries(Object.entries(sent).filter(([key]) => !SECRETS.includes(key)));
  const clientId = body['client_id'];
  return {
    ...kept,
    ...(typeof clientId === 'string' ? { client_id: clientId } : {}),
    create_time: createdAt,
  };
}

function refused(
  status: number,
  error: PromptFault,
  nodeErrors: Readonly<Record<string, unknown>> = {},
): Answer {
  return { status, text: stringifyJson({ error, node_errors: nodeErrors } as unknown as Json) };
}

/** The same for two bodies that say the same, whatever the order of their keys. */
const hashOf = (body: JsonObject): string => hash('sha256', sortedText(body));

/** The JSON of a value, the keys of every object in order. */
function sortedText(value: Json): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(sortedText).join(',')}]`;
  if (!isJsonObject(value)) return stringifyJson(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedText(value[key] ?? null)}`).join(',')}}`;
}

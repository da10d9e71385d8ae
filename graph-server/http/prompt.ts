import { createHash, randomUUID } from 'node:crypto';
import { Router, type Request } from 'express';
import { faultOf } from '../engine/errors.ts';
import { isJsonObject, stringifyJson, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import type { Executor, PromptFault } from '../queue/executor.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import type { JobStore } from '../store/job-store.ts';
import { MAX_JSON_BYTES, objectOf, rawBody, textOf, textsOf } from './body.ts';
import { jsonMembers } from './json-members.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const SECRETS = ['auth_token_comfy_org', 'api_key_comfy_org'];

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** `GET /prompt`: the length of the queue. `POST /prompt`: checks a prompt, stores the job, then answers. */
export function promptRouter(store: JobStore, queue: JobQueue, executor: Executor): Router {
  const router = Router();
  router.get('/prompt', (_request, response) => {
    response.json({ exec_info: { queue_remaining: store.remaining() } });
  });
  router.post('/prompt', rawBody(MAX_JSON_BYTES), async (request, response) => {
    const { status, text } = await submit(request, { store, queue, executor });
    response.status(status).type('application/json').send(text);
  });
  return router;
}

interface Parts {
  readonly store: JobStore;
  readonly queue: JobQueue;
  readonly executor: Executor;
}

async function submit(request: Request, { store, queue, executor }: Parts): Promise<Answer> {
  const body = objectOf(request);
  const given = body['number'];
  const drawn = typeof given === 'number' ? given : store.nextNumber(body['front'] === true);
  if (!isJsonObject(body['prompt']))
    return refused(400, faultOf('no_prompt', 'body: expected a prompt, got none'));
  const id = body['prompt_id'] ?? randomUUID();
  if (typeof id !== 'string' || !UUID.test(id)) {
    return refused(
      400,
      faultOf('invalid_prompt_id', 'prompt_id: expected a UUID in lower case, got another value'),
    );
  }
  const bodyHash = hashOf(body);
  const earlier = store.get(id);
  if (earlier)
    return earlier.bodyHash === bodyHash
      ? { status: 200, text: earlier.answer }
      : refused(409, duplicate(id));

  const promptText = jsonMembers(textOf(request)).get('prompt') ?? '{}';
  const checked = await executor.check(promptText, textsOf(body, 'partial_execution_targets'));
  if (!checked.ok) return refused(400, checked.error, checked.nodeErrors);
  const again = store.get(id); // two equal requests may have been checked at the same time
  if (again)
    return again.bodyHash === bodyHash ? { status: 200, text: again.answer } : refused(409, duplicate(id));

  const createdAt = Date.now();
  const answer = stringifyJson({
    prompt_id: id,
    number: drawn,
    node_errors: checked.nodeErrors as JsonObject,
  });
  const texts = {
    extraData: stringifyJson(extraData(body, createdAt)),
    targets: JSON.stringify(checked.targets),
  };
  queue.accept({ id, number: drawn, bodyHash, answer, prompt: checked.prompt, createdAt, ...texts });
  return { status: 200, text: answer };
}

function extraData(body: JsonObject, createdAt: number): JsonObject {
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

function duplicate(id: string): PromptFault {
  return faultOf(
    'duplicate_prompt_id',
    `prompt_id ${id}: expected an id that is free, got one of another prompt`,
  );
}

/** The same for two bodies that say the same, whatever the order of their keys. */
function hashOf(body: JsonObject): string {
  return createHash('sha256')
    .update(stringifyJson(sorted(body)))
    .digest('hex');
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, Json] => [key, sorted(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

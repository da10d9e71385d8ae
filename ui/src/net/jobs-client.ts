import { isJsonObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts';
import { words } from '../messages/en/words.ts';
import { outputOf } from './message.ts';
import type { ServerFile } from './server-client.ts';

/** A finished job as the gallery lists it. */
export interface GalleryEntry {
  readonly id: string;
  readonly at: number;
  readonly count: number;
  readonly file: ServerFile | undefined;
}

/** A job that waits or runs. */
export interface QueuedJob {
  readonly id: string;
  readonly isRunning: boolean;
  readonly title: string;
  readonly extra: JsonObject;
}

/** A finished job of the history. */
export interface FinishedJob {
  readonly id: string;
  /** What was sent along. */
  readonly extra: JsonObject;
  readonly files: readonly ServerFile[];
  /** Why it failed. */
  readonly failure?: string;
}

/** A finished job with all that it was made of. */
export interface JobDetail {
  readonly id: string;
  readonly files: readonly ServerFile[];
  readonly prompt: Json;
  readonly workflow: Json | undefined;
}

/** A page of the finished jobs, newest first, and how many there are. */
export async function fetchGallery(
  offset: number,
  limit: number,
): Promise<{ readonly entries: readonly GalleryEntry[]; readonly total: number }> {
  const query = `status=completed&offset=${offset}&limit=${limit}`;
  const answer = await json(`api/jobs?${query}`);
  const jobs = isJsonObject(answer) && Array.isArray(answer['jobs']) ? answer['jobs'] : [];
  const pages = isJsonObject(answer) && isJsonObject(answer['pagination']) ? answer['pagination'] : {};
  return {
    entries: jobs.filter(isJsonObject).map(entryOf),
    total: typeof pages['total'] === 'number' ? pages['total'] : jobs.length,
  };
}

/** A finished job with its pictures and its prompt. */
export async function fetchDetail(id: string): Promise<JobDetail | undefined> {
  const job = await json(`api/jobs/${encodeURIComponent(id)}`).catch(() => undefined);
  if (!isJsonObject(job)) return undefined;
  const parts = isJsonObject(job['workflow']) ? job['workflow'] : {};
  const extra = isJsonObject(parts['extra_data']) ? parts['extra_data'] : {};
  const info = isJsonObject(extra['extra_pnginfo']) ? extra['extra_pnginfo'] : {};
  const outputs = isJsonObject(job['outputs']) ? Object.values(job['outputs']) : [];
  return {
    id,
    files: outputs.flatMap((output) => outputOf(output).images),
    prompt: parts['prompt'] ?? null,
    workflow: info['workflow'],
  };
}

/** The jobs that run and wait, in the order in which they run. */
export async function fetchQueue(): Promise<QueuedJob[]> {
  const answer = await json('queue');
  const of = (key: string, isRunning: boolean): QueuedJob[] => {
    const items = isJsonObject(answer) ? answer[key] : undefined;
    return (Array.isArray(items) ? items : []).flatMap((item) => {
      const [, id, prompt, extra] = Array.isArray(item) ? item : [];
      if (typeof id !== 'string') return [];
      return [{ id, isRunning, title: textOfPrompt(prompt), extra: isJsonObject(extra) ? extra : {} }];
    });
  };
  return [...of('queue_running', true), ...of('queue_pending', false)];
}

/** Stops jobs, running or waiting, and no others. */
export async function cancelJobs(ids: readonly string[]): Promise<void> {
  await post('api/jobs/cancel', { job_ids: [...ids] });
}

/** Takes finished jobs out of the history; their files stay. */
export async function removeFromHistory(ids: readonly string[]): Promise<void> {
  await post('history', { delete: [...ids] });
}

/** Whether the server keeps what nodes computed; one that does not tell does. */
export async function keepsResults(): Promise<boolean> {
  const features = await json('features').catch(() => null);
  return !(isJsonObject(features) && features['keeps_results'] === false);
}

/** The newest finished jobs, the oldest of them first, each with its id. */
export async function fetchHistory(most: number): Promise<[id: string, entry: Json][]> {
  const answer = await json(`history?max_items=${most}`);
  return Object.entries(isJsonObject(answer) ? answer : {});
}

/** The newest finished jobs by their ids, with what was sent along. */
export async function fetchHistoryExtras(most: number): Promise<FinishedJob[]> {
  return (await fetchHistory(most)).map(([id, entry]) => {
    const object = isJsonObject(entry) ? entry : {};
    const item = Array.isArray(object['prompt']) ? object['prompt'] : [];
    const outputs = isJsonObject(object['outputs']) ? Object.values(object['outputs']) : [];
    return {
      id,
      extra: isJsonObject(item[3]) ? item[3] : {},
      files: outputs.flatMap((output) => outputOf(output).images),
      ...failureOf(object['status']),
    };
  });
}

function failureOf(status: Json | undefined): Pick<FinishedJob, 'failure'> {
  const messages = isJsonObject(status) ? status['messages'] : undefined;
  for (const message of Array.isArray(messages) ? messages : []) {
    const [kind, data] = Array.isArray(message) ? message : [];
    const sentence = kind === 'execution_error' && isJsonObject(data) ? data['exception_message'] : undefined;
    if (typeof sentence === 'string') return { failure: sentence.trim() };
  }
  return {};
}

function entryOf(job: JsonObject): GalleryEntry {
  const preview = outputOf({ images: [job['preview_output'] ?? null] }).images[0];
  const [id, at, count] = [job['id'], job['create_time'], job['outputs_count']];
  return {
    id: typeof id === 'string' ? id : '',
    at: typeof at === 'number' ? at : 0,
    count: typeof count === 'number' ? count : 0,
    file: preview,
  };
}

/** The longest text of a prompt tells people best which job it is. */
function textOfPrompt(prompt: Json | undefined): string {
  const nodes = Object.values(isJsonObject(prompt) ? prompt : {}).filter(isJsonObject);
  const texts = nodes.map((node) => (isJsonObject(node['inputs']) ? node['inputs']['text'] : undefined));
  return texts.reduce<string>(
    (best, text) => (typeof text === 'string' && text.length > best.length ? text : best),
    '',
  );
}

async function json(path: string): Promise<Json> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(words.server.answered(path, response.status));
  return parseJson(await response.text(), path);
}

async function post(path: string, body: JsonObject): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    body: stringifyJson(body),
    headers: { 'Content-Type': 'application/json' },
  });
  if (!response.ok) throw new Error(words.server.answered(path, response.status));
}

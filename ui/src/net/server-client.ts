import { isJsonObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts';
import { words } from '../messages/en/words.ts';
import type { ObjectInfo } from '../model/object-info.ts';

/** A file that the server keeps, as it is named in inputs and outputs. */
export interface ServerFile {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** The answer to a prompt: taken in, or refused with reasons. */
export interface PromptAnswer {
  readonly isAccepted: boolean;
  readonly sentence: string;
  readonly nodeErrors: JsonObject;
}

/** A file of the user's own: its text, and the tag by which a server knows its bytes. */
export interface OwnWorkflow {
  readonly text: string;
  /** Undefined where a server tells none. */
  readonly tag: string | undefined;
}

/** One entry of the list of workflows. */
export interface WorkflowEntry {
  readonly name: string;
  readonly source: { readonly kind: 'template'; readonly pack: string } | { readonly kind: 'own' };
}

/** `/object_info`, read without losing digits. */
export async function fetchObjectInfo(): Promise<ObjectInfo> {
  return (await getJson('object_info')) as unknown as ObjectInfo;
}

/** Sends a prompt to the queue. */
export async function sendPrompt(body: JsonObject): Promise<PromptAnswer> {
  const response = await post('prompt', stringifyJson(body), 'application/json');
  const answer = parseJson(await response.text(), words.server.answer);
  const object = isJsonObject(answer) ? answer : {};
  const error = isJsonObject(object['error']) ? object['error'] : {};
  const nodeErrors = isJsonObject(object['node_errors']) ? object['node_errors'] : {};
  return { isAccepted: response.ok, sentence: response.ok ? '' : sentenceOf(error), nodeErrors };
}

/** Stops a run or takes it out of the queue, this one alone. */
export async function cancelJob(id: string): Promise<void> {
  await post(`api/jobs/${encodeURIComponent(id)}/cancel`, '{}', 'application/json');
}

/** A job as `/api/jobs` tells it; undefined when the server does not know it. @throws when the server is away */
export async function fetchJob(id: string): Promise<JsonObject | undefined> {
  const response = await fetch(`api/jobs/${encodeURIComponent(id)}`);
  if (response.status === 404) return undefined;
  await checked(response, words.server.job);
  const job = parseJson(await response.text(), words.server.job);
  return isJsonObject(job) ? job : undefined;
}

/** The workflows that ship, then the user's own. */
export async function fetchWorkflows(): Promise<WorkflowEntry[]> {
  const [templates, own] = await Promise.all([
    getJson('workflow_templates').catch(() => ({})),
    getJson('userdata?dir=workflows&recurse=true').catch(() => []),
  ]);
  const shipped = Object.entries(isJsonObject(templates) ? templates : {}).flatMap(([pack, names]) =>
    texts(names).map((name): WorkflowEntry => ({ name, source: { kind: 'template', pack } })),
  );
  const saved = texts(own)
    .filter((name) => name.endsWith('.json'))
    .map((name): WorkflowEntry => ({ name: name.replace(/\.json$/, ''), source: { kind: 'own' } }));
  return [...shipped, ...saved];
}

const STARS = 'settings/elite-graph.stars';

/** The jobs that the user starred. */
export async function fetchStars(): Promise<string[]> {
  return texts(await getJson(STARS));
}

/** Keeps the jobs that the user starred. */
export async function storeStars(ids: readonly string[]): Promise<void> {
  await checked(await post(STARS, stringifyJson([...ids]), 'application/json'), STARS);
}

/** The bytes of a workflow file. */
export async function fetchWorkflow({ name, source }: WorkflowEntry): Promise<Uint8Array> {
  const path =
    source.kind === 'template'
      ? `workflow_templates/${encodeURIComponent(source.pack)}/${encodeURIComponent(name)}.json`
      : userPath(name);
  const response = await checked(await fetch(path), `${name}.json`);
  return new Uint8Array(await response.arrayBuffer());
}

/** A workflow file of the user's own; undefined where there is none. */
export async function fetchOwnWorkflow(name: string): Promise<OwnWorkflow | undefined> {
  const response = await fetch(userPath(name));
  return response.ok
    ? { text: await response.text(), tag: response.headers.get('ETag') ?? undefined }
    : undefined;
}

/** Stores a workflow among the user's own, unless the name is taken or the file changed since it had its tag. */
export async function storeWorkflow(
  name: string,
  workflow: JsonObject,
  { isNew = false, tag }: { readonly isNew?: boolean; readonly tag?: string | undefined },
): Promise<'stored' | 'taken' | 'changed'> {
  const path = `${userPath(name)}?overwrite=${isNew ? 'false' : 'true'}`;
  const headers = tag === undefined ? {} : { 'If-Match': tag };
  const response = await post(path, stringifyJson(workflow, 2), 'application/json', headers);
  if (isNew && response.status === 409) return 'taken';
  if (response.status === 412) return 'changed';
  await checked(response, `${name}.json`);
  return 'stored';
}

/** Gives a workflow of the user's own another name; answers false when that is taken. */
export async function moveWorkflow(from: string, to: string): Promise<boolean> {
  const path = `${userPath(from)}/move/${encodeURIComponent(`workflows/${to}.json`)}?overwrite=false`;
  const response = await post(path, '', 'application/json');
  if (response.status === 409) return false;
  await checked(response, `${from}.json`);
  return true;
}

/** Uploads a picture to the input folder or a folder in it; answers the value of the field that takes it. */
export async function uploadPicture(file: Blob, name: string, subfolder = ''): Promise<string> {
  const form = new FormData();
  form.append('image', file, name);
  form.append('type', 'input');
  if (subfolder !== '') form.append('subfolder', subfolder);
  const response = await checked(await fetch('upload/image', { method: 'POST', body: form }), name);
  const stored = parseJson(await response.text(), name);
  if (!isJsonObject(stored)) throw new Error(words.server.noName(name));
  const [folder, filename] = [stored['subfolder'], stored['name']];
  if (typeof filename !== 'string') throw new Error(words.server.noName(name));
  return typeof folder === 'string' && folder !== '' ? `${folder}/${filename}` : filename;
}

/** The address of a file; with `preview` that of a picture of it of at most 512 pixels a side. */
export function viewUrl({ filename, subfolder, type }: ServerFile, preview = false): string {
  const query = new URLSearchParams({
    filename,
    subfolder,
    type,
    ...(preview ? { preview: 'webp;85', side: '512' } : {}),
  });
  return `view?${query.toString()}`;
}

/** The file that the value of a photo field names, e.g. `masks/dog.png [input]`. */
export function inputFile(value: string): ServerFile {
  const found = /^(.*) \[(input|output|temp)\]$/.exec(value);
  const path = found?.[1] ?? value;
  const slash = path.lastIndexOf('/');
  return {
    filename: path.slice(slash + 1),
    subfolder: path.slice(0, Math.max(0, slash)),
    type: found?.[2] ?? 'input',
  };
}

/** The first sentence that the server says of an error. */
export function sentenceOf(error: JsonObject): string {
  const parts = ['message', 'details'].map((key) => error[key]).filter((part) => typeof part === 'string');
  const [message, details] = parts.map((part) => part.trim());
  if (!message) return details ?? words.server.noReason;
  return details && !message.includes(details) ? `${message} (${details})` : message;
}

async function getJson(path: string): Promise<Json> {
  const response = await checked(await fetch(path), path);
  return parseJson(await response.text(), path);
}

function post(path: string, body: string, type: string, headers = {}): Promise<Response> {
  return fetch(path, { method: 'POST', body, headers: { 'Content-Type': type, ...headers } });
}

async function checked(response: Response, what: string): Promise<Response> {
  if (response.ok) return response;
  const text = await response.text();
  throw new Error(`${what}: ${refusalOf(text) ?? words.server.status(response.status)}`);
}

/** What a refusal says; undefined where it is no JSON. */
export function refusalOf(text: string): string | undefined {
  try {
    const answer = parseJson(text, 'answer');
    const error = isJsonObject(answer) ? answer['error'] : undefined;
    return isJsonObject(error) ? sentenceOf(error) : typeof error === 'string' ? error : undefined;
  } catch {
    return undefined; // a text that is no JSON says nothing more than its status
  }
}

function userPath(name: string): string {
  return `userdata/${encodeURIComponent(`workflows/${name}.json`)}`;
}

function texts(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : []).filter((item) => typeof item === 'string');
}

import { isJsonObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts';
import { words } from '../messages/en/words.ts';
import { sentenceOf } from './server-client.ts';

/** A file of a model, as the server found it. */
export interface ModelFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its bytes; empty until it was computed. */
  readonly sha256: string;
  /** What bundle.json says it is. */
  readonly listed: string;
  readonly verdict: string;
}

/** A bundle or a single file of weights with the verdict on it. */
export interface Model {
  readonly name: string;
  readonly kind: string;
  /** Whether it lies in the user's own folder, from where it can be removed. */
  readonly isOwn: boolean;
  readonly isSound: boolean;
  readonly verdict: string;
  readonly files: readonly ModelFile[];
  /** One sentence for each key that is missing or has another shape. */
  readonly missing: readonly string[];
  /** Keys that no network asks for, by their file. */
  readonly unknown: readonly (readonly [file: string, keys: readonly string[]])[];
}

/** What a new bundle can be made of: paths under the folder of models. */
export interface Candidates {
  readonly diffusers: readonly string[];
  readonly clips: readonly string[];
  readonly files: readonly string[];
}

/** What lies in the folders of models. */
export interface ModelList {
  readonly models: readonly Model[];
  readonly candidates: Candidates;
}

/** What a new bundle is made of. */
export interface NewModel {
  readonly name: string;
  readonly sd: string;
  readonly clip: string;
  readonly global: string;
  readonly local: string;
}

/** The models with a verdict on each; with a name that one alone, its hashes computed. */
export async function fetchModels(hash?: string): Promise<ModelList> {
  const query = hash === undefined ? '' : `?hash=${encodeURIComponent(hash)}`;
  const answer = await told(await fetch(`elite/models${query}`));
  const candidates = objectOf(answer['candidates']);
  return {
    models: objects(answer['models']).map(modelOf),
    candidates: {
      diffusers: texts(candidates['diffusers']),
      clips: texts(candidates['clips']),
      files: texts(candidates['files']),
    },
  };
}

/** Makes a bundle of files that the server has. */
export async function addModel(made: NewModel): Promise<void> {
  await post('elite/add-model', { ...made });
}

/** Deletes a bundle of the user's own. */
export async function removeModel(name: string): Promise<void> {
  await post('elite/remove-model', { name });
}

async function post(path: string, body: JsonObject): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  await told(await fetch(path, { method: 'POST', body: stringifyJson(body), headers }));
}

/** @throws the server's sentence when it refuses */
async function told(response: Response): Promise<JsonObject> {
  const answer = objectOf(parseJson(await response.text(), words.server.answer));
  if (response.ok) return answer;
  throw new Error(sentenceOf(objectOf(answer['error'])));
}

function modelOf(model: JsonObject): Model {
  return {
    name: text(model['name']),
    kind: text(model['kind']),
    isOwn: model['isOwn'] === true,
    isSound: model['isSound'] === true,
    verdict: text(model['verdict']),
    files: objects(model['files']).map((file) => ({
      path: text(file['path']),
      bytes: typeof file['bytes'] === 'number' ? file['bytes'] : 0,
      sha256: text(file['sha256']),
      listed: text(file['listed']),
      verdict: text(file['verdict']),
    })),
    missing: texts(model['missing']),
    unknown: Object.entries(objectOf(model['unknown'])).map(([file, keys]) => [file, texts(keys)] as const),
  };
}

const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
const objects = (value: Json | undefined): JsonObject[] =>
  (Array.isArray(value) ? value : []).filter(isJsonObject);
const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
const texts = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : []).filter((each) => typeof each === 'string');

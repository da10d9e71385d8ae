import type { JsonObject } from '../model/json.ts';
import { act, ask, numberOf, objectOf, objectsOf, textOf, textsOf } from './answers.ts';

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
  /** What is wrong, a sentence each. */
  readonly faults: readonly string[];
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
  const answer = await ask(`elite/models${query}`);
  const candidates = objectOf(answer['candidates']);
  return {
    models: objectsOf(answer['models']).map(modelOf),
    candidates: {
      diffusers: textsOf(candidates['diffusers']),
      clips: textsOf(candidates['clips']),
      files: textsOf(candidates['files']),
    },
  };
}

/** Makes a bundle of files that the server has. */
export async function addModel(made: NewModel): Promise<void> {
  await act('elite/add-model', { ...made });
}

/** Deletes a bundle of the user's own. */
export async function removeModel(name: string): Promise<void> {
  await act('elite/remove-model', { name });
}

function modelOf(model: JsonObject): Model {
  return {
    name: textOf(model['name']),
    kind: textOf(model['kind']),
    isOwn: model['isOwn'] === true,
    isSound: model['isSound'] === true,
    faults: textsOf(model['faults']),
    files: objectsOf(model['files']).map((file) => ({
      path: textOf(file['path']),
      bytes: numberOf(file['bytes']),
      sha256: textOf(file['sha256']),
      listed: textOf(file['listed']),
      verdict: textOf(file['verdict']),
    })),
    missing: textsOf(model['missing']),
    unknown: Object.entries(objectOf(model['unknown'])).map(([file, keys]) => [file, textsOf(keys)] as const),
  };
}

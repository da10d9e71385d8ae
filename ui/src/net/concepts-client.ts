import type { JsonObject } from '../model/json.ts';
import { act, ask, numberOf, objectsOf, textOf, textsOf } from './answers.ts';

/** A subject that was kept, as the server lists it. */
export interface Concept {
  readonly file: string;
  readonly name: string;
  /** Whether it is the user's own, so that it can be renamed and removed. */
  readonly isOwn: boolean;
  readonly bytes: number;
  /** When its file was written, ms since 1970. */
  readonly changed: number;
  readonly hasThumbnail: boolean;
  /** The bundles whose mappers wrote it. */
  readonly bundles: readonly string[];
  /** Why it cannot be read; empty where it can. */
  readonly fault: string;
}

/** The concepts that were kept, by name. */
export async function fetchConcepts(): Promise<readonly Concept[]> {
  const { concepts } = await ask('elite/concepts');
  return objectsOf(concepts).map(conceptOf);
}

/** Where the picture of a concept is; another file of the same name has another address. */
export const conceptPictureUrl = ({ file, changed }: Concept): string =>
  `elite/concept-picture?concept=${encodeURIComponent(file)}&changed=${changed}`;

/** Where the file of a concept is. */
export const conceptFileUrl = ({ file }: Concept): string =>
  `elite/concept-file?concept=${encodeURIComponent(file)}`;

/** Gives a concept another name. @returns its file then */
export const renameConcept = async (concept: string, name: string): Promise<string> =>
  textOf((await act('elite/rename-concept', { concept, name }))['file']);

/** Takes a concept away. @returns by what it can be had back for an hour */
export const removeConcept = async (concept: string): Promise<string> =>
  textOf((await act('elite/remove-concept', { concept }))['token']);

/** Has a concept back that was taken away. */
export async function restoreConcept(token: string): Promise<void> {
  await act('elite/restore-concept', { token });
}

/** Takes in a concept file. @param content in base64 @returns its file, which has a number where the name has another concept */
export const importConcept = async (name: string, content: string): Promise<string> =>
  textOf((await act('elite/import-concept', { name, content }))['file']);

function conceptOf(concept: JsonObject): Concept {
  return {
    file: textOf(concept['file']),
    name: textOf(concept['name']),
    isOwn: concept['isOwn'] === true,
    bytes: numberOf(concept['bytes']),
    changed: numberOf(concept['changed']),
    hasThumbnail: concept['hasThumbnail'] === true,
    bundles: textsOf(concept['bundles']),
    fault: textOf(concept['fault']),
  };
}

import { readFile } from 'node:fs/promises';
import type { Action, Query } from '../../graph-server/engine/define-node.ts';
import { openConceptHeader } from '../../method/elite/concept-file.ts';
import {
  conceptFolder,
  importConcept,
  listConcepts,
  removeConcept,
  renameConcept,
  restoreConcept,
} from '../../method/elite/concept-library.ts';
import { readThumbnail } from '../../method/elite/concept-thumbnail.ts';
import { encodePng } from '../../method/image/encode.ts';
import { conceptFolders, conceptPath } from './concept-choices.ts';
import { ownFolder } from './own-folder.ts';

/** The concepts that were kept, with the bundles that they are of. */
const concepts: Query = async (_, { models }) => ({ concepts: await listConcepts(models) });

/** The picture of the concept that `concept` names, a PNG. */
const picture: Query = async ({ concept }, folders) => {
  const name = textOf(concept, 'concept');
  const { checkpoint } = await openConceptHeader(await conceptPath(name, folders));
  const thumbnail = await readThumbnail(checkpoint);
  if (thumbnail === undefined) throw new Error(`concept: expected one with a picture, got ${name}`);
  return encodePng(thumbnail);
};

/** The file of the concept that `concept` names. */
const file: Query = async ({ concept }, folders) =>
  readFile(await conceptPath(textOf(concept, 'concept'), folders));

/** Takes in a concept file: its `name` without the ending, and its `content` in base64. */
const take: Action = async ({ name, content }, folders) => {
  const bytes = Buffer.from(textOf(content, 'content'), 'base64');
  return { file: await importConcept(conceptFolders(folders), textOf(name, 'name'), bytes) };
};

/** Gives a concept of the user's own another name. */
const rename: Action = async ({ concept, name }, folders) => ({
  file: await renameConcept(conceptFolders(folders), textOf(concept, 'concept'), textOf(name, 'name')),
});

/** Takes a concept of the user's own away, and tells by what it can be had back. */
const remove: Action = async ({ concept }, folders) => ({
  token: await removeConcept(ownConcepts(folders), textOf(concept, 'concept')),
});

/** Gives a concept back that was taken away. */
const restore: Action = async ({ token }, folders) => ({
  file: await restoreConcept(ownConcepts(folders), textOf(token, 'token')),
});

const ownConcepts = (folders: Parameters<Action>[1]): string => conceptFolder(ownFolder(folders));

function textOf(value: unknown, member: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${member}: expected a text, got ${value === undefined ? 'none' : typeof value}`);
}

/** What is asked of concepts under `/elite/`. */
export const conceptQueries = { concepts, 'concept-picture': picture, 'concept-file': file };

/** What is done with concepts there. */
export const conceptActions = {
  'import-concept': take,
  'rename-concept': rename,
  'remove-concept': remove,
  'restore-concept': restore,
};

import { readFile } from 'node:fs/promises';
import type { Action, Query } from '../../graph-server/engine/define-node.ts';
import { openConceptHeader } from '../../method/elite/concept-file.ts';
import {
  conceptFolder,
  importConcept,
  listConcepts,
  removeConcept,
  renameConcept,
} from '../../method/elite/concept-library.ts';
import { readThumbnail } from '../../method/elite/concept-thumbnail.ts';
import { encodePng } from '../../method/image/encode.ts';
import { conceptPath } from './concept-choices.ts';
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
  return { file: await importConcept(folderOf(folders), textOf(name, 'name'), bytes) };
};

/** Gives a concept of the user's own another name. */
const rename: Action = async ({ concept, name }, folders) => ({
  file: await renameConcept(folderOf(folders), textOf(concept, 'concept'), textOf(name, 'name')),
});

/** Removes a concept of the user's own, and gives it back once more in base64, for whoever thinks better of it. */
const remove: Action = async ({ concept }, folders) => {
  const bytes = await removeConcept(folderOf(folders), textOf(concept, 'concept'));
  return { content: Buffer.from(bytes).toString('base64') };
};

const folderOf = (folders: Parameters<Action>[1]): string => conceptFolder(ownFolder(folders));

function textOf(value: unknown, member: string): string {
  if (typeof value === 'string') return value;
  throw new Error(`${member}: expected a text, got ${value === undefined ? 'none' : typeof value}`);
}

/** What is asked of concepts under `/elite/`, and what is done with them there. */
export const conceptQueries = { concepts, 'concept-picture': picture, 'concept-file': file };
export const conceptActions = {
  'import-concept': take,
  'rename-concept': rename,
  'remove-concept': remove,
};

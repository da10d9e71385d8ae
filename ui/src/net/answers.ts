import { isJsonObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts';
import { words } from '../messages/en/words.ts';
import { refusalOf } from './server-client.ts';

/** Asks one of the server's own questions. @throws the server's sentence when it refuses */
export const ask = async (path: string): Promise<JsonObject> => told(await fetch(path));

/** Has the server do something. @throws the server's sentence when it refuses */
export async function act(path: string, body: JsonObject): Promise<JsonObject> {
  const headers = { 'Content-Type': 'application/json' };
  return told(await fetch(path, { method: 'POST', body: stringifyJson(body), headers }));
}

async function told(response: Response): Promise<JsonObject> {
  const text = await response.text();
  if (!response.ok) throw new Error(refusalOf(text) ?? words.server.status(response.status));
  return objectOf(parseJson(text, words.server.answer));
}

/** A member of an answer as an object; an empty one where it is something else. */
export const objectOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});

/** The objects of a list. */
export const objectsOf = (value: Json | undefined): JsonObject[] => listOf(value).filter(isJsonObject);

/** A member of an answer as a text; an empty one where it is something else. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

/** The texts of a list. */
export const textsOf = (value: Json | undefined): string[] =>
  listOf(value).filter((each) => typeof each === 'string');

/** A member of an answer as a number; 0 where it is something else. */
export const numberOf = (value: Json | undefined): number => (typeof value === 'number' ? value : 0);

const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : []);

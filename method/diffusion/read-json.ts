import { readFile } from 'node:fs/promises';
import { object } from '../clip/config.ts';

/** Characters of other contents that a message shows. */
const SHOWN = 40;

/** The object in a published file of JSON. @throws naming the file, with how it begins where it is no JSON */
export const readJson = async (path: string): Promise<Readonly<Record<string, unknown>>> =>
  parsedJson(await readFile(path, 'utf8'), path);

/** The object in a text of JSON. @param where the file that it is from @throws as `readJson` does */
export function parsedJson(text: string, where: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    const hint = text.trimStart().startsWith('{') ? ' (truncated?)' : '';
    throw new Error(`${where}: expected JSON, got ${JSON.stringify(shown)}${hint}`, { cause });
  }
  return object(json, where);
}

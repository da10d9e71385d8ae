import { readFile } from 'node:fs/promises';
import { object } from '../clip/config.ts';

/** Characters of other contents that a message shows. */
const SHOWN = 40;

/** The object in a published file of JSON. @throws naming the file, with how it begins where it is no JSON */
export async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  const text = await readFile(path, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
    const hint = text.trimStart().startsWith('{') ? ' (truncated?)' : '';
    throw new Error(`${path}: expected JSON, got ${JSON.stringify(shown)}${hint}`, { cause });
  }
  return object(json, path);
}

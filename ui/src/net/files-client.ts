import { isJsonObject, parseJson } from '../model/json.ts';
import { words } from '../messages/en/words.ts';
import type { GalleryEntry } from './jobs-client.ts';
import { viewUrl, type ServerFile } from './server-client.ts';

const FILES = 'api/elite/files';

/** What an id of a file that no job shows begins with; its address follows. */
export const LOOSE = 'file:';

/** The pictures of the output folder that no job shows, newest first; undefined where a server does not list them. */
export async function fetchLooseFiles(): Promise<GalleryEntry[] | undefined> {
  const response = await fetch(FILES);
  if (!response.ok) return undefined;
  const answer = parseJson(await response.text(), FILES);
  return (Array.isArray(answer) ? answer : []).filter(isJsonObject).flatMap((each) => {
    const { filename, subfolder, modified } = each;
    if (typeof filename !== 'string' || typeof subfolder !== 'string') return [];
    const file = { filename, subfolder, type: 'output' };
    return [{ id: LOOSE + viewUrl(file), at: Number(modified), count: 1, file }];
  });
}

/** Deletes a file of the output folder; one that another result shows stays, and one that is gone is none. */
export async function deleteFile({ filename, subfolder, type }: ServerFile): Promise<void> {
  const query = new URLSearchParams({ filename, subfolder, type });
  const response = await fetch(`${FILES}?${query.toString()}`, { method: 'DELETE' });
  if (!response.ok && response.status !== 404 && response.status !== 409)
    throw new Error(words.server.answered(filename, response.status));
}

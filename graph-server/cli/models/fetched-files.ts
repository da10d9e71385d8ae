import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileHash } from '../../../method/checkpoint/file-hash.ts';
import { atomicWrite } from '../../files/atomic-write.ts';
import { isRecord } from '../../queue/output-files.ts';

/** What a file was when it was fetched. */
export interface FetchedFile {
  readonly bytes: number;
  readonly sha256: string;
}

const recordOf = (folder: string): string => join(folder, 'fetched.json');

/** The files that were fetched into a folder, by their paths in it; none where nothing was kept, or it cannot be read. */
export async function fetchedFiles(folder: string): Promise<ReadonlyMap<string, FetchedFile>> {
  const json: unknown = await readFile(recordOf(folder), 'utf8')
    .then(JSON.parse)
    .catch(() => ({}));
  const found = new Map<string, FetchedFile>();
  for (const [path, entry] of Object.entries(isRecord(json) ? json : {})) {
    const { bytes, sha256 } = isRecord(entry) ? entry : {};
    if (typeof bytes === 'number' && typeof sha256 === 'string') found.set(path, { bytes, sha256 });
  }
  return found;
}

/** Keeps what a file was when it was fetched, in `fetched.json` of its folder. */
export async function keepFetched(
  folder: string,
  path: string,
  { bytes, sha256 }: FetchedFile,
): Promise<void> {
  const all = new Map([...(await fetchedFiles(folder)), [path, { bytes, sha256 }]]);
  await atomicWrite(recordOf(folder), `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** The sentence that says how a file differs from what it was; nothing where it is the same. */
export async function changeOf(file: string, was: Partial<FetchedFile>): Promise<string | undefined> {
  const { size } = await stat(file);
  const differs = (expected: string, got: string): string =>
    `${file}: expected ${expected}, got ${got}; remove it to fetch it again`;
  if (was.bytes !== undefined && size !== was.bytes)
    return differs(
      `${was.bytes} bytes, as it was fetched`,
      `${size}${size < was.bytes ? ' (truncated?)' : ''}`,
    );
  if (was.sha256 === undefined) return undefined;
  const sha256 = await fileHash(file);
  return sha256 === was.sha256.toLowerCase() ? undefined : differs(`SHA-256 ${was.sha256}`, sha256);
}

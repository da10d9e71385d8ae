import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileHash } from '../../../method/checkpoint/file-hash.ts';
import { fetchFrom, type FileFacts } from './fetch-from.ts';

/** A file to fetch. */
export interface Download {
  readonly url: string;
  /** Where it will lie. */
  readonly to: string;
  /** What it must hash to; what the server states counts where this is not known. */
  readonly sha256?: string;
}

/** How a download goes on. */
export interface Downloading {
  readonly onProgress?: (bytes: number, total: number | undefined) => void;
  /** How often a broken connection is taken up again. */
  readonly attempts?: number;
  /** Milliseconds before the next attempt, which is counted from 1. */
  readonly pause?: (attempt: number) => number;
  /** Milliseconds without a byte after which a connection counts as broken. */
  readonly stall?: number;
}

/** A file that was fetched. */
export interface Downloaded {
  readonly bytes: number;
  readonly sha256: string;
  /** What its contents were compared with. */
  readonly checkedBy: string;
}

/** A fault of the connection: another attempt may go on from where this one stopped. */
class BrokenConnection extends Error {}

/**
 * Fetches a file: into `….part`, which a later attempt or call goes on from, then checked, then under its name.
 * @throws when the server refuses, the connection stays broken, or the contents are not those that were expected (the part is removed then)
 */
export async function download(file: Download, options: Downloading = {}): Promise<Downloaded> {
  const { attempts = 5, pause = (attempt) => 1000 * 2 ** attempt } = options;
  await mkdir(dirname(file.to), { recursive: true });
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await finished(file, await fetched(file, options));
    } catch (error) {
      if (!(error instanceof BrokenConnection) || attempt >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, pause(attempt)));
    }
  }
}

const partOf = ({ to }: Download): string => `${to}.part`;
const noteOf = ({ to }: Download): string => `${to}.part.json`;

/** Fetches what is missing of the part. */
async function fetched(file: Download, { onProgress, stall = 60_000 }: Downloading): Promise<FileFacts> {
  const connection = new AbortController();
  let timer = setTimeout(() => connection.abort(), stall);
  const alive = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => connection.abort(), stall);
  };
  const broken = (cause: unknown): never => {
    const why = connection.signal.aborted ? `no byte for ${stall / 1000} s` : messageOf(cause);
    throw new BrokenConnection(`${file.url}: expected the whole file, the connection broke (${why})`, { cause });
  };
  try {
    const { start, headers } = await resumption(file);
    const { response, facts } = await fetchFrom(file.url, headers, connection.signal).catch(broken);
    const from = await begin(file, response, start);
    if (from === undefined) return facts;
    await writeFile(noteOf(file), JSON.stringify({ url: file.url, ...facts }));
    const total = totalOf(response, from);
    const part = await open(partOf(file), from === 0 ? 'w' : 'a');
    let bytes = from;
    try {
      for await (const chunk of chunksOf(response, broken)) {
        await part.write(chunk);
        bytes += chunk.length;
        alive();
        onProgress?.(bytes, total);
      }
      await part.sync();
    } finally {
      await part.close();
    }
    if (total !== undefined && bytes !== total) broken(new Error(`${bytes} of ${total} bytes`));
    return facts;
  } finally {
    clearTimeout(timer);
  }
}

async function* chunksOf(response: Response, broken: (cause: unknown) => never): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response.body ?? []) yield chunk as Uint8Array;
  } catch (cause) {
    broken(cause);
  }
}

/** The headers that ask for the rest only, where a part lies here and the server can tell whether it is of the same file. */
async function resumption(file: Download): Promise<{ start: number; headers: Record<string, string> }> {
  const start = await stat(partOf(file)).then(
    ({ size }) => size,
    () => 0,
  );
  const note = await readFile(noteOf(file), 'utf8').then(noted, () => ({ url: '', etag: '' }));
  if (start === 0 || note.etag === '' || note.url !== file.url) return { start: 0, headers: {} };
  return { start, headers: { range: `bytes=${start}-`, 'if-range': note.etag } };
}

function noted(text: string): { readonly url: string; readonly etag: string } {
  const { url, etag } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return { url: typeof url === 'string' ? url : '', etag: typeof etag === 'string' ? etag : '' };
}

/** Where the answer's bytes belong; nothing when the part is whole already. */
async function begin(file: Download, response: Response, start: number): Promise<number | undefined> {
  const { status, headers } = response;
  if (status === 200) return 0; // the whole file: a server that ignores Range, or one whose file changed
  if (status === 206 && headers.get('content-range')?.startsWith(`bytes ${start}-`)) return start;
  await response.body?.cancel();
  if (status === 416 && headers.get('content-range') === `bytes */${start}`) return undefined;
  if (status === 206 || status === 416) await rm(partOf(file), { force: true });
  const hint = status === 401 || status === 403 ? ' (the publisher asks for a login: fetch it by hand)' : '';
  const sentence = `${file.url}: expected the file, the server answered ${status}${hint}`;
  throw status >= 500 || [206, 408, 416, 429].includes(status) ? new BrokenConnection(sentence) : new Error(sentence);
}

function totalOf(response: Response, from: number): number | undefined {
  const length = response.headers.get('content-length');
  return length === null ? undefined : from + Number(length);
}

/** Checks the part and gives it its name. */
async function finished(file: Download, facts: FileFacts): Promise<Downloaded> {
  const part = partOf(file);
  const [sha256, { size }] = [await fileHash(part), await stat(part)];
  const known = file.sha256 ?? facts.sha256;
  const [what, expected, got] =
    known !== undefined || facts.gitBlob === undefined
      ? ['SHA-256', known ?? sha256, sha256]
      : ['git blob', facts.gitBlob, await fileHash(part, 'sha1', `blob ${size}\0`)];
  await rm(noteOf(file), { force: true });
  if (got !== expected.toLowerCase()) {
    await rm(part);
    throw new Error(`${file.url}: expected ${what} ${expected}, got ${got} (the file was removed)`);
  }
  await rename(part, file.to);
  const checkedBy =
    file.sha256 !== undefined
      ? 'the known SHA-256'
      : facts.sha256 !== undefined
        ? "the server's SHA-256"
        : facts.gitBlob !== undefined
          ? "the server's git hash"
          : 'its length alone: the server states no hash';
  return { bytes: size, sha256, checkedBy };
}

const messageOf = (cause: unknown): string => {
  const inner = cause instanceof Error ? (cause.cause ?? cause) : cause;
  return inner instanceof Error ? inner.message : String(inner);
};

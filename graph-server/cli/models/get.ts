import { writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../usage.ts';
import { download } from './download.ts';
import { changeOf, fetchedFiles, keepFetched, type FetchedFile } from './fetched-files.ts';
import { KNOWN_DOWNLOADS, type KnownDownload } from './known-downloads.ts';
import { shownBytes, table } from './table.ts';

/** What is fetched, and where to. */
export interface Getting {
  /** The data folder's models. */
  readonly folder: string;
  /** A known download; the list of them when empty. */
  readonly name: string;
  /** Whether the user accepts the licence. */
  readonly accepted: boolean;
  /** Another server with the same files. */
  readonly from?: string;
  readonly json: boolean;
}

/** `elite-graph models get`: fetches a published model into `downloads/`, from where `models add` takes it. @returns 0 when it is whole */
export async function get({ folder, name, accepted, from, json }: Getting): Promise<number> {
  if (name === '') return list();
  const known = Object.hasOwn(KNOWN_DOWNLOADS, name) ? KNOWN_DOWNLOADS[name] : undefined;
  if (known === undefined)
    throw new UsageError(
      `models get ${name}: expected one of ${Object.keys(KNOWN_DOWNLOADS).join(', ')}, got another name`,
    );
  const base = baseOf(name, known, from);
  const { licence } = known;
  if (!accepted)
    throw new UsageError(
      `models get ${name}: expected --accept-licence, which says that you accept ${licence.name} (${licence.url}), got none`,
    );
  const to = join(folder, 'downloads', name);
  const fetched = await fetchedFiles(to);
  let isWhole = true;
  for (const { path, sha256 } of known.files) {
    const file = { url: new URL(path, base).href, to: join(to, path), ...(sha256 === undefined ? {} : { sha256 }) };
    if (existsSync(file.to)) {
      const was = { ...fetched.get(path), ...(sha256 === undefined ? {} : { sha256 }) };
      isWhole = (await isUnchanged(path, file.to, was, json)) && isWhole;
      continue;
    }
    const got = await download(file, { onProgress: progress(path, json) });
    await keepFetched(to, path, got);
    say(json, { file: path, state: 'fetched', ...got }, `\r${path}: ${shownBytes(got.bytes)}, SHA-256 ${got.sha256}, checked by ${got.checkedBy}`);
  }
  await writeFile(join(to, 'licence.json'), `${JSON.stringify({ ...licence, accepted: new Date().toISOString() }, null, 2)}\n`);
  if (!isWhole) return 1;
  console.log(json ? JSON.stringify({ folder: to }) : `${name}: in ${to} (${known.page}); next: elite-graph models add`);
  return 0;
}

/** Compares a file that is there already with what it was when it was fetched, and says what came of it. */
async function isUnchanged(
  path: string,
  file: string,
  was: Partial<FetchedFile>,
  json: boolean,
): Promise<boolean> {
  const change = await changeOf(file, was);
  if (change !== undefined) {
    say(json, { file: path, state: 'changed', fault: change }, change);
    return false;
  }
  const isCompared = was.sha256 !== undefined;
  const note = isCompared ? 'its size and SHA-256 are as they were' : 'nothing is kept to compare it with';
  say(json, { file: path, state: 'there already', isCompared }, `${path}: there already (${note})`);
  return true;
}

function list(): number {
  const rows = Object.entries(KNOWN_DOWNLOADS).map(([name, { title, licence, page }]) => [name, licence.name, page, title]);
  console.log(table([['name', 'licence', 'page', ''], ...rows]));
  return 0;
}

function baseOf(name: string, { base, page, files }: KnownDownload, from: string | undefined): string {
  const found = from ?? base;
  if (found === undefined)
    throw new UsageError(
      `models get ${name}: expected --from URL, since the authors give no address for programs, got none (${files.map(({ path }) => path).join(' and ')} can be fetched by hand: ${page})`,
    );
  if (!/^https?:\/\//.test(found)) throw new UsageError(`--from ${found}: expected an address of HTTP, got another`);
  return found.endsWith('/') ? found : `${found}/`;
}

const EVERY = 500;

/** Says how far a file is, twice a second at most; only to a terminal, or as lines of JSON. */
function progress(file: string, json: boolean): (bytes: number, total: number | undefined) => void {
  let last = 0;
  return (bytes, total) => {
    if (Date.now() - last < EVERY || (!json && !process.stdout.isTTY)) return;
    last = Date.now();
    const share = total === undefined ? '' : ` of ${shownBytes(total)} (${Math.floor((100 * bytes) / total)} %)`;
    if (json) console.log(JSON.stringify({ file, bytes, total }));
    else process.stdout.write(`\r${file}: ${shownBytes(bytes)}${share}   `);
  };
}

const say = (json: boolean, values: object, text: string): void => {
  console.log(json ? JSON.stringify(values) : text);
};

import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PictureFile, SavedPicture } from '../engine/define-node.ts';
import { atomicCreate } from '../files/atomic-write.ts';
import type { Claims } from '../files/claims.ts';
import { relativeName, resolveWithin } from '../files/confine.ts';

const DIGITS = 5;

/**
 * Writes a picture as `prefix_00001_.png` under the next free number, as ComfyUI names it.
 * @throws FileNameError when the prefix leaves the folder
 */
export async function savePicture(
  folders: Readonly<Record<'output' | 'temp', string>>,
  { bytes, extension, prefix, kind, size }: PictureFile,
  claims?: Claims,
): Promise<SavedPicture> {
  const claim = kind === 'output' ? claims?.next(prefix, bytes) : undefined; // temp is emptied at every start
  const claimed = await claim?.name();
  if (claimed !== undefined && (await isOurs(folders[kind], claimed, bytes))) return savedAs(claimed, kind);
  const name = filledIn(prefix, size, new Date());
  const base = await resolveWithin(folders[kind], name);
  const [folder, stem] = [dirname(base), basename(base)];
  for (let number = (await lastNumber(folder, stem)) + 1; ; number += 1) {
    const filename = `${stem}_${String(number).padStart(DIGITS, '0')}_.${extension}`;
    const saved = savedAs(relativeName(name.slice(0, Math.max(name.lastIndexOf('/'), 0)), filename), kind);
    await claim?.note(relativeName(saved.subfolder, filename));
    if (await atomicCreate(join(folder, filename), bytes)) return saved; // else another writer took the number
  }
}

/** Whether an earlier attempt wrote its file whole, or wrote none: then the name is taken now. */
async function isOurs(root: string, name: string, bytes: Uint8Array): Promise<boolean> {
  const path = await resolveWithin(root, name);
  if (await atomicCreate(path, bytes)) return true;
  return Buffer.compare(await readFile(path), bytes) === 0;
}

function savedAs(name: string, kind: PictureFile['kind']): SavedPicture {
  const slash = name.lastIndexOf('/');
  return { filename: name.slice(slash + 1), subfolder: name.slice(0, Math.max(slash, 0)), type: kind };
}

/** Fills in `%width%`, `%height%`, `%year%` … `%second%` and `%date:yyyy-MM-dd%`; other patterns stay as they are. */
export function filledIn(
  prefix: string,
  { width, height }: { readonly width: number; readonly height: number },
  now: Date,
): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const parts: Readonly<Record<string, string>> = {
    width: String(width),
    height: String(height),
    year: String(now.getFullYear()),
    month: two(now.getMonth() + 1),
    day: two(now.getDate()),
    hour: two(now.getHours()),
    minute: two(now.getMinutes()),
    second: two(now.getSeconds()),
  };
  return prefix
    .replace(/%date:([^%]*)%/g, (_whole, format: string) => dateText(format, now))
    .replace(/%(\w+)%/g, (whole, key: string) => (Object.hasOwn(parts, key) ? (parts[key] ?? '') : whole));
}

function dateText(format: string, now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const month = now.getMonth() + 1;
  const tokens: Readonly<Record<string, string>> = {
    yyyy: String(now.getFullYear()),
    yy: two(now.getFullYear() % 100),
    MM: two(month),
    M: String(month),
    dd: two(now.getDate()),
    d: String(now.getDate()),
    hh: two(now.getHours()),
    h: String(now.getHours()),
    mm: two(now.getMinutes()),
    m: String(now.getMinutes()),
    ss: two(now.getSeconds()),
    s: String(now.getSeconds()),
  };
  return format
    .replace(/yyyy|yy|MM?|dd?|hh?|mm?|ss?/g, (token) => tokens[token] ?? token)
    .replace(/[\\/:*?"<>|]/g, '_');
}

/** The greatest number of a folder's files of this stem; 0 when there is none. */
async function lastNumber(folder: string, stem: string): Promise<number> {
  const names = await readdir(folder).catch(() => []); // the folder is made with its first file
  const start = `${stem}_`.toLowerCase();
  return names.reduce((greatest, name) => {
    if (!name.toLowerCase().startsWith(start)) return greatest;
    return Math.max(greatest, Number(/^\d+(?=[_.])/.exec(name.slice(start.length))?.[0] ?? 0));
  }, 0);
}

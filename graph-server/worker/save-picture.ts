import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { PictureFile, SavedPicture } from '../engine/define-node.ts';
import { atomicCreate, atomicWrite, isCode } from '../files/atomic-write.ts';
import type { Claim } from '../files/claims.ts';
import { relativeName, resolveWithin } from '../files/confine.ts';

const DIGITS = 5;

/**
 * Writes a picture as `prefix_00001_.png` under the next free number, as ComfyUI names it.
 * @param claim what an earlier attempt of the job noted of this file
 * @throws FileNameError when the prefix leaves the folder
 */
export async function savePicture(
  folders: Readonly<Record<'output' | 'temp', string>>,
  { bytes, extension, prefix, kind, size }: PictureFile,
  claim?: Claim,
): Promise<SavedPicture> {
  const claimed = await claim?.name();
  if (claim && claimed !== undefined && (await wroteAgain(folders[kind], claimed, bytes, claim)))
    return savedAs(claimed, kind);
  const name = filledIn(prefix, size, new Date());
  const base = await resolveWithin(folders[kind], name);
  const [folder, stem] = [dirname(base), basename(base)];
  for (let number = (await lastNumber(folder, stem)) + 1; ; number += 1) {
    const filename = `${stem}_${String(number).padStart(DIGITS, '0')}_.${extension}`;
    const saved = savedAs(relativeName(name.slice(0, Math.max(name.lastIndexOf('/'), 0)), filename), kind);
    await claim?.note(relativeName(saved.subfolder, filename), bytes);
    if (await atomicCreate(join(folder, filename), bytes)) return saved; // else another writer took the number
  }
}

/** Writes in place of what an earlier attempt wrote or was about to write; not when the name is another's file by now. */
async function wroteAgain(root: string, name: string, bytes: Uint8Array, claim: Claim): Promise<boolean> {
  const path = await resolveWithin(root, name);
  const found = await readFile(path).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  });
  if (found && !(await claim.holds(found))) return false;
  if (found && Buffer.compare(found, bytes) === 0) return true;
  await claim.note(name, bytes);
  if (!found) return atomicCreate(path, bytes);
  await atomicWrite(path, bytes);
  return true;
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

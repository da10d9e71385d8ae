import { basename } from 'node:path';
import type { ErrorType } from '../engine/errors.ts';

/** What a fault of the file system or of the database means for a client. */
interface SystemRefusal {
  readonly status: number;
  readonly type: ErrorType;
  readonly message: string;
}

const BY_CODE: Readonly<Record<string, readonly [status: number, type: ErrorType, what: string]>> = {
  ENOENT: [404, 'not_found', 'no such file or folder'],
  ENOSPC: [507, 'disk_full', 'expected space on the disk, it is full (free some and try again)'],
  EDQUOT: [507, 'disk_full', 'expected space on the disk, its quota is used up (free some and try again)'],
  EROFS: [507, 'disk_full', 'expected a folder that can be written, it is read-only'],
  EACCES: [403, 'forbidden_path', 'expected a file that the server may use, it may not'],
  EPERM: [403, 'forbidden_path', 'expected a file that the server may use, it may not'],
  ENAMETOOLONG: [400, 'bad_filename', 'expected a shorter name, got one over the limit of the disk'],
  EMFILE: [503, 'stopping', 'expected a free file handle, all are in use (try again)'],
  ENFILE: [503, 'stopping', 'expected a free file handle, all are in use (try again)'],
};

/** SQLite's own words for a full disk and for one that cannot be written. */
const DATABASE_FULL = /database or disk is full|attempt to write a readonly database|disk I\/O error/i;

/** The refusal that a system error stands for, without an absolute path; undefined for any other error. */
export function systemRefusal(error: unknown): SystemRefusal | undefined {
  if (!(error instanceof Error)) return undefined;
  if (DATABASE_FULL.test(error.message))
    return {
      status: 507,
      type: 'disk_full',
      message: `database: expected space to write, got: ${error.message}`,
    };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const found = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  if (!found) return undefined;
  const [status, type, what] = found;
  const path = 'path' in error && typeof error.path === 'string' ? basename(error.path) : 'data folder';
  return { status, type, message: `${path}: ${what}` };
}

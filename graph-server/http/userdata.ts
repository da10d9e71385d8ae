import { hash } from 'node:crypto';
import { link, mkdir, readFile, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { Router, type Request } from 'express';
import { atomicCreate, atomicWrite, isCode } from '../files/atomic-write.ts';
import { existingWithin, resolveWithin } from '../files/confine.ts';
import { filesBelow } from '../files/model-files.ts';
import { Turns } from '../files/turns.ts';
import { pathText, queryText, rawBody } from './body.ts';
import { HttpError } from './refuse.ts';

const MAX_USER_FILE = 16 * 2 ** 20;

interface FileFacts {
  readonly path: string;
  readonly size: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly created: number;
}

/** `/userdata`: the user's own files (workflows, gallery, settings of the editor) below the user folder. */
export function userdataRouter(userFolder: string): Router {
  const root = join(userFolder, 'default');
  const router = Router();
  const turns = new Turns();

  router.get('/userdata', async (request, response) => {
    const dir = queryText(request, 'dir');
    if (dir === '') throw new HttpError(400, 'bad_request', 'dir: expected a folder, got none');
    response.json(await listing(await folderWithin(root, dir), request));
  });
  router.get('/v2/userdata', async (request, response) => {
    const path = queryText(request, 'path', queryText(request, 'dir')).replace(/\/+$/, '');
    response.json(await tree(root, path));
  });
  router.get('/userdata/:file', async (request, response) => {
    const name = pathText(request, 'file');
    const bytes = await readFile(await presentFile(root, name));
    response.setHeader('ETag', tagOf(bytes));
    response.type(name.endsWith('.css') ? 'text/css' : 'application/octet-stream'); // ComfyUI's front-end loads user.css
    response.setHeader('Content-Disposition', 'attachment');
    response.send(bytes);
  });
  router.post('/userdata/:file', rawBody(MAX_USER_FILE), async (request, response) => {
    const name = pathText(request, 'file');
    const path = await writablePath(root, name);
    const body: unknown = request.body;
    const bytes = body instanceof Buffer ? body : Buffer.alloc(0);
    await turns.take(path, async () => {
      await checkMatch(request, path, name);
      if (queryText(request, 'overwrite') !== 'false') await atomicWrite(path, bytes);
      else if (!(await atomicCreate(path, bytes)))
        throw new HttpError(409, 'file_exists', `${name}: expected a free name, got one that is taken`);
    });
    response.setHeader('ETag', tagOf(bytes));
    response.json(queryText(request, 'full_info') === 'true' ? await factsOf(path, name) : name);
  });
  router.delete('/userdata/:file', async (request, response) => {
    await unlink(await presentFile(root, pathText(request, 'file')));
    response.status(204).end();
  });
  router.post('/userdata/:file/move/:dest', async (request, response) => {
    const [from, name] = [await presentFile(root, pathText(request, 'file')), pathText(request, 'dest')];
    const to = await writablePath(root, name);
    if (queryText(request, 'overwrite') !== 'false') await rename(from, to);
    else if (!(await moveToFree(from, to)))
      throw new HttpError(409, 'file_exists', `${name}: expected a free name, got one that is taken`);
    response.json(queryText(request, 'full_info') === 'true' ? await factsOf(to, name) : name);
  });
  return router;
}

/** The entity tag of a file's bytes. */
function tagOf(bytes: Uint8Array): string {
  return `"${hash('sha256', bytes)}"`;
}

/** @throws 412 where the request may only replace what it has seen, and another wrote or removed the file since */
async function checkMatch(request: Request, path: string, name: string): Promise<void> {
  const wanted = request.get('If-Match');
  if (wanted === undefined) return;
  const bytes = await readFile(path).catch(() => undefined);
  const isThere = wanted === '*' || (bytes && wanted.split(/\s*,\s*/).includes(tagOf(bytes)));
  if (!bytes || !isThere)
    throw new HttpError(
      412,
      'file_changed',
      `${name}: expected the file as it was read, got one that changed since`,
    );
}

async function folderWithin(root: string, dir: string): Promise<string> {
  await mkdir(root, { recursive: true });
  const folder = await resolveWithin(root, dir.replace(/\/+$/, ''));
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw new HttpError(404, 'not_found', `${dir}: no such folder`);
  return folder;
}

async function presentFile(root: string, name: string): Promise<string> {
  await mkdir(root, { recursive: true });
  const path = await existingWithin(root, name);
  if (path === undefined) throw new HttpError(404, 'not_found', `${name}: no such file`);
  return path;
}

async function writablePath(root: string, name: string): Promise<string> {
  await mkdir(root, { recursive: true });
  const path = await resolveWithin(root, name);
  await mkdir(dirname(path), { recursive: true }).catch((error: unknown) => {
    throw isCode(error, 'EEXIST') || isCode(error, 'ENOTDIR')
      ? new HttpError(400, 'bad_filename', `${name}: expected a folder above the file, got a file`)
      : error;
  });
  return path;
}

/** Moves a file unless the name is taken, also when another request takes it at this moment. */
async function moveToFree(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
  await unlink(from);
  return true;
}

async function listing(folder: string, request: Request): Promise<unknown[]> {
  const isDeep = queryText(request, 'recurse') === 'true';
  const names = (await filesBelow(folder)).filter(
    (name) => (isDeep || !name.includes('/')) && !name.endsWith('.part'),
  );
  if (queryText(request, 'full_info') === 'true')
    return Promise.all(names.map((name) => factsOf(join(folder, name), name)));
  return queryText(request, 'split') === 'true' ? names.map((name) => [name, ...name.split('/')]) : names;
}

/** Files and folders below a folder, the folders first; paths are relative to the user's root, times in seconds. */
async function tree(root: string, path: string): Promise<unknown[]> {
  const folder = path === '' ? root : await folderWithin(root, path);
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  const facts = await Promise.all(
    entries
      .filter((entry) => (entry.isFile() || entry.isDirectory()) && !entry.name.endsWith('.part'))
      .map(async (entry) => {
        const full = join(entry.parentPath, entry.name);
        const named = { name: entry.name, path: relative(root, full).split(sep).join('/') };
        if (entry.isDirectory()) return { ...named, type: 'directory' as const };
        const { size, mtimeMs } = await stat(full);
        return { ...named, type: 'file' as const, size, modified: mtimeMs / 1000 };
      }),
  );
  const place = ({ type, name, path }: (typeof facts)[number]) => [type, name.toLowerCase(), path].join('\n');
  return facts.sort((a, b) => (place(a) < place(b) ? -1 : 1)); // "directory" before "file"
}

async function factsOf(file: string, path: string): Promise<FileFacts> {
  const { size, mtimeMs, birthtimeMs } = await stat(file);
  return { path, size, modified: Math.round(mtimeMs), created: Math.round(birthtimeMs) };
}

import { stat, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Router, type Request } from 'express';
import { existingWithin, relativeName } from '../files/confine.ts';
import { servedType } from '../files/content-type.ts';
import type { Folders } from '../files/folders.ts';
import { filesBelow } from '../files/model-files.ts';
import { filesOf } from '../queue/output-files.ts';
import type { JobStore } from '../store/job-store.ts';
import { queryText } from './body.ts';
import { HttpError } from './refuse.ts';

/** A picture of the output folder, as clients name it. */
interface OutputPicture {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: 'output';
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/**
 * `/elite/files`: GET lists the pictures of the output folder that no job shows, newest first; DELETE removes a file of the
 * output folder that no job shows.
 */
export function filesRouter(folders: Folders, store: JobStore): Router {
  const router = Router();
  router.get('/elite/files', async (_request, response) => {
    const shown = shownFiles(store);
    const [running] = store.running();
    const names = (await filesBelow(folders.output)).filter((name) => !shown.has(name) && isPlain(name));
    const found = await Promise.all(names.map((name) => pictureAt(folders.output, name)));
    const pictures = found
      .filter((each) => each !== undefined)
      .filter(({ modified }) => modified < (running?.startedAt ?? Infinity)); // a job shows its files when it has ended
    response.json(pictures.sort((a, b) => b.modified - a.modified));
  });
  router.delete('/elite/files', async (request, response) => {
    const name = nameOf(request);
    const path = await existingWithin(folders.output, name);
    if (path === undefined) throw new HttpError(404, 'not_found', `${name}: no such file`);
    if (shownFiles(store).has(name))
      throw new HttpError(
        409,
        'file_in_use',
        `${name}: expected a file that no job shows, got one that one does`,
      );
    await unlink(path);
    response.status(204).end();
  });
  return router;
}

/** The files of the output folder that finished jobs show, by their names with folders. */
function shownFiles(store: JobStore): Set<string> {
  const files = store.outputs().flatMap((text) => filesOf(JSON.parse(text) as Record<string, unknown>));
  return new Set(
    files
      .filter(({ type }) => type === 'output')
      .map(({ subfolder, filename }) => (subfolder === '' ? filename : `${subfolder}/${filename}`)),
  );
}

function isPlain(name: string): boolean {
  return !name.split('/').some((part) => part.startsWith('.'));
}

async function pictureAt(folder: string, name: string): Promise<OutputPicture | undefined> {
  try {
    const path = join(folder, name);
    if (!(await servedType(path)).startsWith('image/')) return undefined;
    const { mtimeMs } = await stat(path);
    const subfolder = name.slice(0, Math.max(0, name.lastIndexOf('/')));
    return { filename: basename(name), subfolder, type: 'output', modified: Math.round(mtimeMs) };
  } catch {
    return undefined; // it went while the folder was read
  }
}

function nameOf(request: Request): string {
  const [filename, type] = [queryText(request, 'filename'), queryText(request, 'type', 'output')];
  if (type !== 'output')
    throw new HttpError(400, 'bad_type', `type: expected output, got ${JSON.stringify(type)}`);
  if (filename === '' || basename(filename) !== filename)
    throw new HttpError(
      400,
      'bad_filename',
      `filename: expected a plain name, got ${JSON.stringify(filename)}`,
    );
  return relativeName(queryText(request, 'subfolder'), filename);
}

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Router, type Request, type Response } from 'express';
import { annotatedName, isFileRoot, type FileRoot, type Folders } from '../files/folders.ts';
import { existingWithin, relativeName } from '../files/confine.ts';
import { servedType } from '../files/content-type.ts';
import { PictureError, type PictureProcess } from '../pictures/picture-process.ts';
import type { PictureRequest } from '../pictures/requests.ts';
import { queryText } from './body.ts';
import { HttpError } from './refuse.ts';

const DEFAULT_QUALITY = 90;
const MOST_SIDE = 16_384;

/** `GET /view`: a file of the input, output or temp folder, as it is or as a smaller picture. */
export function viewRouter(folders: Folders, pictures: PictureProcess): Router {
  const router = Router();
  router.get('/view', async (request, response) => {
    const path = await fileOf(request, folders);
    response.setHeader('Content-Security-Policy', "default-src 'none'; sandbox");
    response.setHeader('Cache-Control', 'private, no-cache');
    const wanted = await conversion(request, path);
    if (wanted) await sendConverted(response, wanted, pictures);
    else await sendAsIs(response, path);
  });
  return router;
}

async function fileOf(request: Request, folders: Folders): Promise<string> {
  const { filename, type: annotated } = annotatedName(queryText(request, 'filename'));
  const type = annotated ?? folderType(queryText(request, 'type', 'output'));
  if (filename === '') throw new HttpError(404, 'not_found', 'filename: expected a name, got none');
  if (filename.startsWith('/') || filename.includes('..')) {
    throw new HttpError(
      400,
      'bad_filename',
      `filename: expected a plain name, got ${JSON.stringify(filename)}`,
    );
  }
  const name = relativeName(queryText(request, 'subfolder'), basename(filename));
  const path = await existingWithin(folders[type], name);
  if (path === undefined) throw new HttpError(404, 'not_found', `${type}/${name}: no such file`);
  return path;
}

function folderType(type: string): FileRoot {
  if (isFileRoot(type)) return type;
  throw new HttpError(400, 'bad_type', `type: expected input, output or temp, got ${JSON.stringify(type)}`);
}

async function conversion(request: Request, path: string): Promise<PictureRequest | undefined> {
  const [preview, channel] = [queryText(request, 'preview'), queryText(request, 'channel')];
  if (preview !== '') {
    const [format, quality] = [preview.split(';')[0], /;(\d+)$/.exec(preview)?.[1]];
    const limited = Math.min(100, Math.max(1, Number(quality ?? DEFAULT_QUALITY)));
    return {
      kind: 'preview',
      bytes: await readFile(path),
      format: format === 'jpeg' && !channel.includes('a') ? 'jpeg' : 'webp',
      quality: limited,
      side: sideOf(request),
    };
  }
  if (channel === 'rgb' || channel === 'a') return { kind: 'channel', bytes: await readFile(path), channel };
  return undefined;
}

/** `side`, which ComfyUI does not know: the most pixels of a side of a preview. */
function sideOf(request: Request): number | undefined {
  const text = queryText(request, 'side');
  if (text === '') return undefined;
  const side = Number(text);
  if (Number.isInteger(side) && side >= 1 && side <= MOST_SIDE) return side;
  throw new HttpError(
    400,
    'bad_request',
    `side: expected a whole number from 1 to ${MOST_SIDE}, got ${JSON.stringify(text)}`,
  );
}

async function sendConverted(
  response: Response,
  wanted: PictureRequest,
  pictures: PictureProcess,
): Promise<void> {
  const bytes = await pictures.ask(wanted).catch((error: unknown) => {
    throw error instanceof PictureError ? new HttpError(415, 'bad_picture', error.message) : error;
  });
  const type = wanted.kind === 'preview' ? `image/${wanted.format}` : 'image/png';
  response.type(type).send(Buffer.from(bytes));
}

async function sendAsIs(response: Response, path: string): Promise<void> {
  const type = await servedType(path);
  const disposition = type === 'application/octet-stream' ? 'attachment; ' : '';
  const name = encodeURIComponent(basename(path));
  const headers = { 'Content-Type': type, 'Content-Disposition': `${disposition}filename="${name}"` };
  await new Promise<void>((resolve, reject) => {
    response.sendFile(path, { headers, cacheControl: false, dotfiles: 'allow' }, (error?: Error) => {
      if (error && !response.headersSent) reject(error);
      else resolve();
    });
  });
}

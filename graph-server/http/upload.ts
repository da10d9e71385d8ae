import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Router } from 'express';
import { isJsonObject, parseJson } from '../../ui/src/model/json.ts';
import { existingWithin, FileNameError, relativeName } from '../files/confine.ts';
import { pictureType } from '../files/content-type.ts';
import { fileReference, isFileRoot, type Folders } from '../files/folders.ts';
import { storeUpload, type Destination, type StoredFile } from '../files/intake.ts';
import { PictureError, type PictureProcess } from '../pictures/picture-process.ts';
import type { PictureRequest } from '../pictures/requests.ts';
import { uploadForm, type UploadForm } from './multipart.ts';
import { HttpError } from './refuse.ts';

/** What stores uploads. */
export interface UploadParts {
  readonly folders: Folders;
  readonly pictures: PictureProcess;
}

/** `POST /upload/image` and `/upload/mask`: pictures into the input folder. */
export function uploadRouter(parts: UploadParts, maxBytes: number): Router {
  const router = Router();
  router.post('/upload/image', async (request, response) => {
    response.json(await storePicture(await uploadForm(request, maxBytes), parts));
  });
  router.post('/upload/mask', async (request, response) => {
    response.json(await storeMask(await uploadForm(request, maxBytes), parts));
  });
  return router;
}

/**
 * Stores an uploaded picture.
 * @throws HttpError when it is none that can be read, or has no name that a file can have
 */
export async function storePicture(form: UploadForm, parts: UploadParts): Promise<StoredFile> {
  checkPicture(form);
  await ask(parts, { kind: 'check', bytes: form.bytes });
  return store(parts.folders, form, form.bytes);
}

/**
 * Stores the picture that `original_ref` names with the alpha of the uploaded one.
 * @throws HttpError as `storePicture` does, and when there is no such original
 */
export async function storeMask(form: UploadForm, parts: UploadParts): Promise<StoredFile> {
  checkPicture(form);
  const original = await readFile(await originalOf(form, parts.folders));
  return store(parts.folders, form, await ask(parts, { kind: 'mask', bytes: form.bytes, original }));
}

function ask({ pictures }: UploadParts, request: PictureRequest): Promise<Uint8Array> {
  return pictures.ask(request).catch((error: unknown) => {
    throw error instanceof PictureError ? new HttpError(400, 'bad_picture', error.message) : error;
  });
}

function checkPicture({ filename, bytes }: UploadForm): void {
  if (pictureType(bytes) === undefined) {
    throw new HttpError(
      400,
      'bad_picture',
      `${filename}: expected a PNG, JPEG or WebP picture, got other bytes`,
    );
  }
}

async function store(folders: Folders, form: UploadForm, bytes: Uint8Array): Promise<StoredFile> {
  const name = basename(form.filename.replaceAll('\\', '/'));
  return storeUpload(folders, name, bytes, destinationOf(form)).catch((error: unknown) => {
    throw error instanceof FileNameError ? new HttpError(400, 'bad_filename', error.message) : error;
  });
}

function destinationOf({ fields }: UploadForm): Destination {
  const type = fields.get('type') ?? 'input';
  if (!isFileRoot(type))
    throw new HttpError(400, 'bad_type', `type: expected input, output or temp, got ${JSON.stringify(type)}`);
  return {
    type,
    subfolder: fields.get('subfolder') ?? '',
    overwrite: ['true', '1'].includes(fields.get('overwrite') ?? ''),
  };
}

async function originalOf({ fields }: UploadForm, folders: Folders): Promise<string> {
  const reference = fileReference(parsedReference(fields.get('original_ref') ?? ''));
  if (!reference) {
    throw new HttpError(
      400,
      'bad_upload',
      'original_ref: expected filename, subfolder and type, got something else',
    );
  }
  const { filename, subfolder, type } = reference;
  const path = await existingWithin(folders[type], relativeName(subfolder, filename)).catch(() => undefined);
  if (path === undefined)
    throw new HttpError(
      400,
      'bad_upload',
      `original_ref: expected a file of the ${type} folder, got ${JSON.stringify(filename)}`,
    );
  return path;
}

function parsedReference(text: string) {
  try {
    const value = parseJson(text, 'original_ref');
    if (isJsonObject(value)) return value;
  } catch {
    // told below
  }
  throw new HttpError(400, 'bad_upload', 'original_ref: expected a JSON object, got another text');
}

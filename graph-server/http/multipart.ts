import { Busboy } from '@fastify/busboy';
import type { Request } from 'express';
import { HttpError } from './refuse.ts';

/** A form with one file. */
export interface UploadForm {
  readonly filename: string;
  readonly bytes: Uint8Array;
  readonly fields: ReadonlyMap<string, string>;
}

const FIELD_LIMITS = {
  files: 1,
  fields: 10,
  parts: 12,
  fieldNameSize: 100,
  fieldSize: 64 * 1024,
  headerPairs: 100,
};

/**
 * Reads a multipart form that holds one file under `image`.
 * @throws HttpError when the form is cut off, too long, or holds no such file
 */
export async function uploadForm(request: Request, maxBytes: number): Promise<UploadForm> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data;.*boundary=./i.test(type))
    throw new HttpError(400, 'bad_upload', 'upload: expected a multipart form, got another body');
  const fields = new Map<string, string>();
  let file: { filename: string; bytes: Uint8Array } | undefined;

  await new Promise<void>((resolve, reject) => {
    const form = new Busboy({
      headers: { ...request.headers, 'content-type': type },
      limits: { ...FIELD_LIMITS, fileSize: maxBytes },
    });
    const fail = (status: number, message: string) => {
      request.unpipe(form);
      request.resume();
      reject(new HttpError(status, 'bad_upload', message));
    };
    form.on('field', (name, value) => fields.set(name, value));
    form.on('file', (name, stream, filename) => {
      const chunks: Buffer[] = [];
      stream.on('error', () => fail(400, 'upload: expected a whole form, got a part of one'));
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('limit', () => fail(413, `upload: expected at most ${maxBytes} bytes, got more`));
      stream.on('end', () => {
        if (name === 'image') file = { filename, bytes: Buffer.concat(chunks) };
      });
    });
    form.on('error', () => fail(400, 'upload: expected a whole form, got a part of one'));
    form.on('finish', resolve);
    request.on('aborted', () => fail(400, 'upload: expected a whole form, got a part of one'));
    request.pipe(form);
  });
  if (!file || file.filename === '')
    throw new HttpError(400, 'bad_upload', 'upload: expected a file named image, got none');
  return { ...file, fields };
}

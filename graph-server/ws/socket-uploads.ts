import { stringifyJson, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import { FRAME, readFrame } from '../client/frames.ts';
import { textOf } from '../client/text-of.ts';
import type { StoredFile } from '../files/intake.ts';
import { HttpError } from '../http/refuse.ts';
import { storeMask, storePicture, type UploadParts } from '../http/upload.ts';

interface Upload {
  readonly request: Json;
  readonly filename: string;
  readonly size: number;
  readonly fields: ReadonlyMap<string, string>;
  readonly parts: Uint8Array[];
  received: number;
}

/** How an upload ended, for the request that announced it. */
type UploadEnd =
  { readonly request: Json; readonly file: StoredFile } | { readonly request: Json; readonly error: unknown };

const MAX_AT_ONCE = 8;
const FIELDS = ['type', 'subfolder', 'overwrite'];

/** The photographs that come over one socket, each announced by a message and sent in frames. */
export class SocketUploads {
  readonly #parts: UploadParts;
  readonly #maxBytes: number;
  readonly #open = new Map<number, Upload>();

  constructor(parts: UploadParts, maxBytes: number) {
    this.#parts = parts;
    this.#maxBytes = maxBytes;
  }

  /**
   * Takes an announcement in.
   * @throws HttpError when it is incomplete, too long, or one too many
   */
  open(data: JsonObject): void {
    const { stream, name, size, request = null } = data;
    if (typeof stream !== 'number' || !Number.isInteger(stream) || stream < 0 || this.#open.has(stream))
      throw new HttpError(
        400,
        'bad_upload',
        `stream: expected a free number, got ${stringifyJson(stream ?? null)}`,
      );
    if (typeof name !== 'string' || name === '')
      throw new HttpError(400, 'bad_upload', 'name: expected the name of a file, got none');
    if (typeof size !== 'number' || !Number.isInteger(size) || size < 1)
      throw new HttpError(
        400,
        'bad_upload',
        `size: expected a number of bytes, got ${stringifyJson(size ?? null)}`,
      );
    const promised = [...this.#open.values()].reduce((sum, upload) => sum + upload.size, size);
    if (promised > this.#maxBytes)
      throw new HttpError(
        413,
        'bad_upload',
        `size: expected at most ${this.#maxBytes} bytes at once, got ${promised}`,
      );
    if (this.#open.size >= MAX_AT_ONCE)
      throw new HttpError(429, 'bad_upload', `upload: expected at most ${MAX_AT_ONCE} at once, got more`);
    this.#open.set(stream, { request, filename: name, size, fields: fieldsOf(data), parts: [], received: 0 });
  }

  /** Takes a frame in; answers how the upload ended when it was the last. */
  take(frame: Uint8Array): Promise<UploadEnd> | undefined {
    const read = readFrame(frame);
    if (read?.kind !== FRAME.upload) return undefined;
    const upload = this.#open.get(read.stream);
    if (!upload) return undefined; // what follows a refused announcement
    upload.parts.push(read.bytes);
    upload.received += read.bytes.length;
    if (upload.received < upload.size) return undefined;
    this.#open.delete(read.stream);
    return this.#stored(upload);
  }

  /** Forgets all that has not come whole. */
  clear(): void {
    this.#open.clear();
  }

  async #stored(upload: Upload): Promise<UploadEnd> {
    const { request, filename, size, received, fields, parts } = upload;
    try {
      if (received > size)
        throw new HttpError(400, 'bad_upload', `${filename}: expected ${size} bytes, got ${received}`);
      const form = { filename, bytes: Buffer.concat(parts), fields };
      const file = await (fields.has('original_ref') ? storeMask : storePicture)(form, this.#parts);
      return { request, file };
    } catch (error) {
      return { request, error };
    }
  }
}

/** The fields that an upload over HTTP would have. */
function fieldsOf(data: JsonObject): ReadonlyMap<string, string> {
  const plain = FIELDS.flatMap((key): [string, string][] => {
    const value = data[key];
    return value === undefined || value === null
      ? []
      : [[key, typeof value === 'boolean' ? String(value) : textOf(value)]];
  });
  const reference = data['original_ref'];
  return new Map(reference === undefined ? plain : [...plain, ['original_ref', stringifyJson(reference)]]);
}

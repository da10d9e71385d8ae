import { open } from 'node:fs/promises';
import { isJsonObject, parseJson, type JsonObject } from '../../ui/src/model/json.ts';

const MAX_HEADER = 32 * 2 ** 20;
const LENGTH_BYTES = 8;

/** The `__metadata__` of a safetensors file; undefined when the file is none, or has none. */
export async function safetensorsMetadata(path: string): Promise<JsonObject | undefined> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = await file.read(new Uint8Array(LENGTH_BYTES), 0, LENGTH_BYTES, 0);
    const length = Number(Buffer.from(start.buffer).readBigUInt64LE());
    if (size < LENGTH_BYTES || length > Math.min(MAX_HEADER, size - LENGTH_BYTES)) return undefined;
    const { buffer } = await file.read(new Uint8Array(length), 0, length, LENGTH_BYTES);
    return metadataOf(new TextDecoder().decode(buffer));
  } finally {
    await file.close();
  }
}

function metadataOf(header: string): JsonObject | undefined {
  try {
    const parsed = parseJson(header, 'header');
    const metadata = isJsonObject(parsed) ? parsed['__metadata__'] : undefined;
    return isJsonObject(metadata) ? metadata : undefined;
  } catch {
    return undefined; // not a safetensors file, whatever its name says
  }
}

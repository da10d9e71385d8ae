import { open } from 'node:fs/promises';

/** The picture formats that are taken as uploads. */
export type PictureType = 'image/png' | 'image/jpeg' | 'image/webp';

const HEAD_BYTES = 64;

/** The type of a picture by its first bytes; undefined when they are of no picture that is taken. */
export function pictureType(head: Uint8Array): PictureType | undefined {
  const text = Buffer.from(head.subarray(0, 16)).toString('latin1');
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (text.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') return 'image/webp';
  return undefined;
}

/** The type under which a file is served, by content and never by name: what a browser may show, else bytes. */
export async function servedType(path: string): Promise<string> {
  const head = await headOf(path);
  const text = Buffer.from(head).toString('latin1');
  if (/^GIF8[79]a/.test(text)) return 'image/gif';
  return pictureType(head) ?? 'application/octet-stream';
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

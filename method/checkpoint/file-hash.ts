import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** The hash of a file's bytes, in hexadecimal digits. @param before what is hashed before them */
export async function fileHash(path: string, algorithm = 'sha256', before = ''): Promise<string> {
  const hash = createHash(algorithm).update(before);
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

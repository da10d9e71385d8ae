import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { safetensorsMetadata } from '../../../graph-server/files/safetensors-metadata.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('safetensorsMetadata', () => {
  const folder = temporaryFolder();
  const stored = (header: string, length = header.length) => {
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(BigInt(length));
    const path = join(folder, 'm.safetensors');
    writeFileSync(path, Buffer.concat([start, Buffer.from(header)]));
    return path;
  };

  it('reads what a file says of itself', async () => {
    const metadata = await safetensorsMetadata(stored('{"__metadata__":{"format":"pt"}}'));
    assert.deepEqual({ ...metadata }, { format: 'pt' });
  });

  it('gives nothing for a file without metadata, and for one that is none', async () => {
    assert.equal(await safetensorsMetadata(stored('{}')), undefined);
    assert.equal(await safetensorsMetadata(stored('not json')), undefined);
    assert.equal(await safetensorsMetadata(stored('{}', 2 ** 40)), undefined);
    writeFileSync(join(folder, 'short'), 'x');
    assert.equal(await safetensorsMetadata(join(folder, 'short')), undefined);
  });
});

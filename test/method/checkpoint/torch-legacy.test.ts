import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { CheckpointError } from '../../../method/checkpoint/checkpoint.ts';
import { openCheckpoint } from '../../../method/checkpoint/open-checkpoint.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { LEGACY_MAGIC, openTorchLegacy } from '../../../method/checkpoint/torch-legacy.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Written by training/make_checkpoint_fixture.py. */
const FIXTURE = join(import.meta.dirname, '../../fixtures/checkpoint');
const GOOD = readFileSync(join(FIXTURE, 'legacy.pt'));

describe('openTorchLegacy', () => {
  const folder = temporaryFolder();
  const path = join(folder, 'weights.pt');
  const refuses = (bytes: Uint8Array, sentence: string): Promise<void> => {
    writeFileSync(path, bytes);
    return assert.rejects(openTorchLegacy(path), { name: 'CheckpointError', message: `${path}${sentence}` });
  };
  const replaced = (from: string, to: string): Buffer =>
    Buffer.from(GOOD.toString('latin1').replace(from, to), 'latin1');

  it('reads every type, views, parameters and nested dictionaries in place', async () => {
    const expected = JSON.parse(readFileSync(join(FIXTURE, 'legacy.json'), 'utf8')) as Record<
      string,
      { dims: number[]; data: number[] }
    >;
    const checkpoint = await openCheckpoint(join(FIXTURE, 'legacy.pt'));
    assert.deepEqual([...checkpoint.keys].sort(), Object.keys(expected).sort());
    for (const [key, { dims, data }] of Object.entries(expected)) {
      const location = checkpoint.get(key);
      assert.ok(location, key);
      assert.deepEqual(location.dims, dims, key);
      assert.deepEqual([...(await readTensor(location)).data], data, key);
    }
  });

  it('refuses a file that is cut or goes on', async () => {
    await assert.rejects(
      (writeFileSync(path, GOOD.subarray(0, -3)), openTorchLegacy(path)),
      /: expected storage \d+ inside the file, it ends \(truncated\?\)$/,
    );
    await refuses(
      Buffer.concat([GOOD, Buffer.alloc(3)]),
      ': expected the end of the file after the storages, got 3 bytes',
    );
    await refuses(GOOD.subarray(0, 40), ': expected 16 more bytes, the pickle ends (truncated?)');
  });

  it('refuses foreign globals, other protocols and big-endian numbers', async () => {
    await refuses(
      replaced('ctorch\nHalfStorage\n', 'cposix\nsystem\n'),
      ': expected weights only, this file asks Python for posix.system; it was not opened',
    );
    await refuses(
      Buffer.concat([LEGACY_MAGIC, Buffer.from('\x80\x02K\x01.', 'latin1')]),
      ': expected protocol 1001 of torch.save, got 1',
    );
    const at = GOOD.indexOf('little_endian');
    const big = Buffer.from(GOOD);
    big[big.indexOf(0x88, at)] = 0x89;
    await refuses(big, ': expected little-endian numbers, got others');
  });

  it('opens or refuses any damaged file, and never fails otherwise', async () => {
    const change = fc.tuple(fc.nat(GOOD.length - 1), fc.integer({ min: 0, max: 255 }));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 8 }), fc.nat(GOOD.length), async (changes, cut) => {
        const bytes = Buffer.from(GOOD);
        for (const [at, value] of changes) bytes[at] = value;
        writeFileSync(path, cut % 2 ? bytes : bytes.subarray(0, cut));
        await openTorchLegacy(path).catch((error: unknown) => {
          assert.ok(error instanceof CheckpointError, String(error));
        });
      }),
      { numRuns: 1000 },
    );
  });
});

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { openSafetensors } from '../../../method/checkpoint/safetensors.ts';
import { writeSafetensors, type StoredTensor } from '../../../method/checkpoint/write-safetensors.ts';
import { hasThumbnail, readThumbnail, storedThumbnail } from '../../../method/elite/concept-thumbnail.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('thumbnails of concepts', () => {
  const folder = temporaryFolder();
  const written = async (name: string, stored: StoredTensor, bytes: Uint8Array) => {
    const path = join(folder, name);
    await writeSafetensors(path, [stored], [bytes]);
    return openSafetensors(path);
  };

  it('come back from a file as they went in', async () => {
    const small = { height: 2, width: 1, pixels: Uint8Array.from([0, 51, 255, 255, 102, 0]) };
    const checkpoint = await written('one', storedThumbnail(small), small.pixels);
    assert.ok(hasThumbnail(checkpoint));
    const back = await readThumbnail(checkpoint);
    assert.deepEqual(back?.dims, [1, 2, 1, 3]);
    assert.deepEqual(
      [...back.data].map((value) => Math.round(value * 255)),
      [...small.pixels],
    );
  });

  it('are missing in files of before, and refused where they are something else', async () => {
    const other = await written('none', { key: 'words', dtype: 'U8', dims: [1] }, new Uint8Array(1));
    assert.ok(!hasThumbnail(other));
    assert.equal(await readThumbnail(other), undefined);
    for (const [name, dtype, dims, sentence] of [
      [
        'floats',
        'F32',
        [1, 1, 3],
        /^CheckpointError: thumbnail: expected bytes of at most 512 × 512 pixels, got F32 \[1, 1, 3\]$/,
      ],
      ['large', 'U8', [1, 513, 3], /^CheckpointError: thumbnail: expected bytes .*, got U8 \[1, 513, 3\]$/],
      ['empty', 'U8', [0, 4, 3], /^CheckpointError: thumbnail: expected bytes .*, got U8 \[0, 4, 3\]$/],
      [
        'grey',
        'U8',
        [4, 4, 1],
        /^CheckpointError: thumbnail: expected \[-1, -1, 3\], the checkpoint has \[4, 4, 1\]$/,
      ],
    ] as const) {
      const length = dims.reduce<number>((product, n) => product * n, dtype === 'F32' ? 4 : 1);
      const checkpoint = await written(name, { key: 'thumbnail', dtype, dims }, new Uint8Array(length));
      await assert.rejects(readThumbnail(checkpoint), sentence);
    }
  });
});

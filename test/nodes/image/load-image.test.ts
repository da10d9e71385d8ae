import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { LoadImage } from '../../../nodes/image/load-image.ts';
import { tensor, zeros } from '../../../method/tensor/tensor.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { pngWith } from '../../support/png.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const RED = tensor([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0], [1, 2, 2, 3]);

describe('LoadImage', () => {
  const folders = nodeFolders(temporaryFolder());
  const file = (...path: [...string[], Uint8Array]): void => {
    const bytes = path.pop() as Uint8Array;
    const names = path as string[];
    mkdirSync(join(folders.input, '..', ...names.slice(0, -1)), { recursive: true });
    writeFileSync(join(folders.input, '..', ...names), bytes);
  };
  const load = async (image: string): Promise<unknown> => LoadImage.run({ image }, nodeContext(folders));

  before(() => {
    file('input', 'red.png', pngWith());
    file('input', 'pets', 'red.png', pngWith());
    file('input', 'notes.txt', Buffer.from('hello'));
    file('input', 'wrong.jpg', Buffer.from('hello'));
    file('output', 'drawn.png', pngWith());
    file('secret.png', pngWith());
  });

  it('offers the pictures of the input folder', async () => {
    assert.deepEqual(await LoadImage.inputs['image']?.choices?.(folders), ['red.png', 'wrong.jpg']);
  });

  it('gives the picture, and a small black mask where nothing is transparent', async () => {
    assert.deepEqual(await load('red.png'), { IMAGE: RED, MASK: zeros([1, 64, 64]) });
  });

  it('gives the transparent part as the mask', async () => {
    const half = Buffer.from([9, 9, 9, 0, 9, 9, 9, 255]);
    file(
      'input',
      'half.png',
      await sharp(half, { raw: { width: 2, height: 1, channels: 4 } })
        .png()
        .toBuffer(),
    );
    const { MASK } = (await load('half.png')) as { MASK: unknown };
    assert.deepEqual(MASK, tensor([1, 0], [1, 1, 2]));
  });

  it('reads subfolders and, where the name says so, other folders', async () => {
    for (const name of ['pets/red.png', 'red.png [input]', 'drawn.png [output]'])
      assert.deepEqual(((await load(name)) as { IMAGE: unknown }).IMAGE, RED);
  });

  it('has the hash of the file as its fingerprint', async () => {
    const hash = await LoadImage.fingerprint?.({ image: 'red.png' }, folders);
    assert.match(hash ?? '', /^[0-9a-f]{64}$/);
    assert.equal(await LoadImage.fingerprint?.({ image: 'pets/red.png' }, folders), hash);
    assert.notEqual(await LoadImage.fingerprint?.({ image: 'wrong.jpg' }, folders), hash);
  });

  it('refuses a missing file in one sentence', async () => {
    assert.equal(
      await LoadImage.validate?.({ image: 'cat.png' }, folders, {}),
      'cat.png: no such file in the input folder (upload it, or choose one that is there)',
    );
    assert.equal(await LoadImage.validate?.({ image: 'red.png' }, folders, {}), undefined);
    assert.equal(await LoadImage.validate?.({}, folders, {}), undefined);
  });

  it('refuses a file that is no picture', async () => {
    await assert.rejects(load('wrong.jpg'), {
      message: 'wrong.jpg: expected a PNG, JPEG or WebP picture, got a text',
    });
  });

  for (const name of [
    '../secret.png',
    'pets/../../secret.png',
    '/etc/passwd',
    '..\\secret.png',
    '',
    '../secret.png [output]',
  ])
    it(`refuses ${JSON.stringify(name)}, which leads out`, async () => {
      const sentence = await LoadImage.validate?.({ image: name }, folders, {});
      assert.match(
        sentence ?? '',
        /expected a file inside the (in|out)put folder, got a name that leads out$/,
      );
      await assert.rejects(load(name), /leads out/);
    });
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  eightBit,
  hashOf,
  pixelHash,
  RunFolder,
} from '../../../../graph-server/cli/evaluation/run-folder.ts';
import { filled, tensor } from '../../../../method/tensor/tensor.ts';
import { scoredPicture } from '../../../support/scored-pictures.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('RunFolder', () => {
  const parent = temporaryFolder();
  const record = { ...scoredPicture(), config: 'c', judged: 'j' };
  const picture = eightBit(
    tensor(
      Float32Array.from({ length: 48 }, (_, i) => i / 48),
      [1, 4, 4, 3],
    ),
  );

  it('gives back the pictures and records that it was given', async () => {
    const folder = await RunFolder.open(join(parent, 'a'));
    await folder.savePicture(record, picture, { steps: 2 });
    await folder.remember({ ...record, judged: 'old' });
    await folder.remember(record);
    const again = await RunFolder.open(join(parent, 'a'));
    assert.deepEqual(again.record(record), record); // the last line counts
    const loaded = await again.loadPicture(record);
    assert.deepEqual(loaded && pixelHash(loaded), pixelHash(picture));
  });

  it('keeps where a gate was open in 8 bits, apart from the pictures', async () => {
    const folder = await RunFolder.open(join(parent, 'gates'));
    assert.equal(await folder.loadGate(record), undefined);
    const saved = await folder.saveGate(record, Float32Array.of(0, 0.25, 0.5, 1));
    assert.deepEqual(
      [...saved],
      [0, 63, 127, 255].map((v) => Math.fround(v / 255)),
    );
    assert.deepEqual(await folder.loadGate(record), saved);
    assert.equal(await folder.loadPicture(record), undefined);
  });

  it('reads a journal whose last line was cut off, and goes on behind it', async () => {
    const path = join(parent, 'b');
    const folder = await RunFolder.open(path);
    await folder.remember(record);
    writeFileSync(join(path, 'pictures.jsonl'), '{"row":"fu', { flag: 'a' });
    const second = await RunFolder.open(path);
    await second.remember({ ...record, seed: 1 });
    const third = await RunFolder.open(path);
    assert.deepEqual([third.record(record)?.seed, third.record({ ...record, seed: 1 })?.seed], [0, 1]);
  });

  it('has no picture where the file is lost or damaged', async () => {
    const folder = await RunFolder.open(join(parent, 'c'));
    assert.equal(await folder.loadPicture(record), undefined);
    await folder.write('images/full/fox/place-beach/0.png', 'no picture');
    assert.equal(await folder.loadPicture(record), undefined);
  });

  it('is not made for reading', async () => {
    await assert.rejects(RunFolder.existing(join(parent, 'none')), /none: no such folder$/);
  });
});

describe('pixelHash', () => {
  it('follows from pixels and size', () => {
    assert.notEqual(pixelHash(filled([1, 2, 8, 3], 0)), pixelHash(filled([1, 4, 4, 3], 0)));
    assert.notEqual(pixelHash(filled([1, 2, 2, 3], 0)), pixelHash(filled([1, 2, 2, 3], 1 / 255)));
  });
});

describe('eightBit', () => {
  it('takes the whole part of 255·x, and black for what is not a number', () => {
    const values = [...eightBit(tensor([0.5, 1.5, -1, NaN, 1 / 255], [5])).data].map((x) =>
      Math.round(x * 255),
    );
    assert.deepEqual(values, [127, 255, 0, 0, 1]);
  });
});

describe('hashOf', () => {
  it('changes with every member', () => {
    assert.notEqual(hashOf({ a: 1 }), hashOf({ a: 2 }));
    assert.equal(hashOf([1, 'x']), hashOf([1, 'x']));
  });
});

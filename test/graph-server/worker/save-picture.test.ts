import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Claims } from '../../../graph-server/files/claims.ts';
import { filledIn, savePicture } from '../../../graph-server/worker/save-picture.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('savePicture', () => {
  const root = temporaryFolder();
  const folders = { output: join(root, 'output'), temp: join(root, 'temp') };
  before(() => {
    mkdirSync(folders.output);
    mkdirSync(folders.temp);
  });
  const save = (prefix: string, kind: 'output' | 'temp' = 'output') =>
    savePicture(folders, {
      bytes: Buffer.from(prefix),
      extension: 'png',
      prefix,
      kind,
      size: { width: 4, height: 8 },
    });

  it('numbers files on from the greatest that is there', async () => {
    assert.deepEqual(await save('a'), { filename: 'a_00001_.png', subfolder: '', type: 'output' });
    assert.equal((await save('a')).filename, 'a_00002_.png');
    writeFileSync(join(folders.output, 'A_00041_.webp'), '');
    writeFileSync(join(folders.output, 'a_b_00099_.png'), '');
    assert.equal((await save('a')).filename, 'a_00042_.png');
    assert.equal(readFileSync(join(folders.output, 'a_00042_.png'), 'utf8'), 'a');
  });

  it('gives writers at the same time different names', async () => {
    const saved = await Promise.all(Array.from({ length: 8 }, () => save('many/x', 'temp')));
    assert.equal(new Set(saved.map(({ filename }) => filename)).size, 8);
    assert.deepEqual(
      saved.map(({ subfolder, type }) => [subfolder, type]),
      Array.from({ length: 8 }, () => ['many', 'temp']),
    );
    assert.equal(readdirSync(join(folders.temp, 'many')).length, 8);
  });

  it('leaves its folder by no prefix', async () => {
    symlinkSync(root, join(folders.output, 'way-out'));
    for (const prefix of ['../x', '/x', 'a/../../x', 'a\\b', '', 'a/', 'way-out/x'])
      await assert.rejects(save(prefix), /expected a name inside the folder/, prefix);
  });
});

describe('filledIn', () => {
  it('fills in sizes and dates, and nothing else', () => {
    const now = new Date(2026, 0, 5, 7, 8, 9);
    const fill = (prefix: string) => filledIn(prefix, { width: 4, height: 8 }, now);
    assert.equal(fill('%width%x%height%'), '4x8');
    assert.equal(fill('%year%-%month%-%day% %hour%.%minute%.%second%'), '2026-01-05 07.08.09');
    assert.equal(fill('%date:yyyy-MM-dd hh:mm:ss%'), '2026-01-05 07_08_09');
    assert.equal(fill('%date:yy M d h m s/x%'), '26 1 5 7 8 9_x');
    assert.equal(fill('%KSampler.seed% %constructor% 5%'), '%KSampler.seed% %constructor% 5%');
  });
});

describe('savePicture, a second attempt', () => {
  const folders = { output: temporaryFolder(), temp: temporaryFolder() };
  const size = { width: 1, height: 1 };
  const file = { bytes: Uint8Array.of(1), extension: 'png', prefix: 'a', kind: 'output', size } as const;
  const claims = join(temporaryFolder(), 'job');

  const attempt = () => new Claims(claims);
  const onDisk = (name: string) => [...readFileSync(join(folders.output, name))];

  it('finds the file of the first and writes no second one', async () => {
    const first = await savePicture(folders, file, attempt().next('1.0'));
    assert.deepEqual(await savePicture(folders, file, attempt().next('1.0')), first);
    assert.deepEqual(readdirSync(folders.output), [first.filename]);
  });

  it('puts other bytes in place of those of the first, as often as it takes', async () => {
    for (const byte of [7, 8, 7]) {
      const saved = await savePicture(
        folders,
        { ...file, bytes: Uint8Array.of(byte) },
        attempt().next('1.0'),
      );
      assert.equal(saved.filename, 'a_00001_.png');
      assert.deepEqual([readdirSync(folders.output), onDisk(saved.filename)], [[saved.filename], [byte]]);
    }
  });

  it('takes the noted name when the first attempt died before it wrote', async () => {
    await attempt().next('2.0').note('a_00007_.png', Uint8Array.of(2));
    const saved = await savePicture(folders, { ...file, bytes: Uint8Array.of(3) }, attempt().next('2.0'));
    assert.deepEqual(saved, { filename: 'a_00007_.png', subfolder: '', type: 'output' });
    assert.deepEqual(onDisk(saved.filename), [3]);
  });

  it('leaves a file of another that took the noted name', async () => {
    await attempt().next('3.0').note('a_00001_.png', Uint8Array.of(5));
    const saved = await savePicture(folders, { ...file, bytes: Uint8Array.of(5) }, attempt().next('3.0'));
    assert.equal(saved.filename, 'a_00008_.png');
    assert.deepEqual(onDisk('a_00001_.png'), [7]);
  });
});

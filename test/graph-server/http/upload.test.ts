import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { pngTexts } from '../../../ui/src/model/png-text.ts';
import { pngWith } from '../../support/png.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('POST /upload', () => {
  const { url, data } = testServer(new StandInExecutor(), { maxUploadBytes: 100_000 });

  async function upload(
    bytes: Uint8Array,
    name: string,
    fields: Record<string, string> = {},
    route = 'image',
  ) {
    const form = new FormData();
    for (const [key, value] of Object.entries(fields)) form.append(key, value);
    form.append('image', new Blob([Uint8Array.from(bytes)]), name);
    const answer = await fetch(`${url()}/upload/${route}`, { method: 'POST', body: form });
    return {
      status: answer.status,
      body: (await answer.json()) as Record<string, unknown> & { error?: { message: string } },
    };
  }

  it('stores a picture and gives its name', async () => {
    const png = pngWith();
    assert.deepEqual(await upload(png, 'dog.png'), {
      status: 200,
      body: { name: 'dog.png', subfolder: '', type: 'input' },
    });
    assert.deepEqual(readFileSync(join(data, 'input', 'dog.png')), Buffer.from(png));
  });

  it('keeps one file for equal contents and renames others', async () => {
    assert.equal((await upload(pngWith(), 'dog.png')).body['name'], 'dog.png');
    const other = pngWith([['tEXt', 'a\0b']]);
    assert.equal((await upload(other, 'dog.png')).body['name'], 'dog (1).png');
    assert.equal((await upload(other, 'dog.png', { overwrite: 'true' })).body['name'], 'dog.png');
    assert.deepEqual(readFileSync(join(data, 'input', 'dog.png')), Buffer.from(other));
  });

  it('makes subfolders', async () => {
    assert.equal((await upload(pngWith(), 'a.png', { subfolder: 'x/y' })).body['subfolder'], 'x/y');
    assert.ok(existsSync(join(data, 'input', 'x', 'y', 'a.png')));
  });

  it('refuses what is no picture, also when it begins like one', async () => {
    const text = await upload(Buffer.from('hello'), 'a.png');
    assert.equal(text.status, 400);
    assert.match(
      text.body.error?.message ?? '',
      /a\.png: expected a PNG, JPEG or WebP picture, got other bytes/,
    );
    const cut = await upload(pngWith().subarray(0, 50), 'b.png');
    assert.equal(cut.status, 400);
    assert.match(cut.body.error?.message ?? '', /expected a whole PNG, JPEG or WebP/);
    assert.equal(existsSync(join(data, 'input', 'b.png')), false);
  });

  it('stores nothing outside its folders', async () => {
    for (const fields of [
      { subfolder: '..' },
      { subfolder: '/etc' },
      { subfolder: 'a/../../..' },
      { type: 'models' },
      { subfolder: 'a\0b' },
    ]) {
      assert.equal((await upload(pngWith(), 'e.png', fields)).status, 400, JSON.stringify(fields));
    }
    assert.equal((await upload(pngWith(), '../../up.png')).body['name'], 'up.png');
    assert.ok(existsSync(join(data, 'input', 'up.png')));
  });

  it('refuses a file over the limit and a form without a file', async () => {
    assert.equal((await upload(new Uint8Array(200_000), 'big.png')).status, 413);
    const empty = new FormData();
    empty.append('type', 'input');
    assert.equal((await fetch(`${url()}/upload/image`, { method: 'POST', body: empty })).status, 400);
    assert.equal((await fetch(`${url()}/upload/image`, { method: 'POST', body: '{}' })).status, 400);
    const broken = { 'Content-Type': 'multipart/form-data' };
    assert.equal(
      (await fetch(`${url()}/upload/image`, { method: 'POST', body: 'x', headers: broken })).status,
      400,
    );
  });

  it('joins the colours of the original with the alpha of a mask and keeps the original texts', async () => {
    await upload(pngWith([['tEXt', 'prompt\0{}']]), 'original.png');
    const mask = await sharp({
      create: { width: 2, height: 2, channels: 4, background: { r: 0, g: 0, b: 255, alpha: 0.2 } },
    })
      .png()
      .toBuffer();
    const original_ref = JSON.stringify({ filename: 'original.png', type: 'input' });
    const { status, body } = await upload(mask, 'masked.png', { original_ref }, 'mask');
    assert.equal(status, 200);
    const stored = readFileSync(join(data, 'input', String(body['name'])));
    const { data: pixels } = await sharp(stored).raw().toBuffer({ resolveWithObject: true });
    assert.deepEqual([...pixels.subarray(0, 4)], [255, 0, 0, 51]);
    assert.equal(pngTexts(stored).get('prompt'), '{}');
    const lost = await upload(mask, 'm.png', { original_ref: '{"filename":"../../x"}' }, 'mask');
    assert.equal(lost.status, 400);
  });
});

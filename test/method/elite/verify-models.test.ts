import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../../graph-server/config.ts';
import { verifyBundle, verifySingleFile } from '../../../method/elite/verify-models.ts';
import { safetensorsFile } from '../../support/safetensors-file.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';
import { writeLdmFile } from '../../support/ldm-file.ts';

describe('verifyBundle', () => {
  const folder = temporaryFolder();

  it('finds the embedded bundle sound, every byte of it', async () => {
    const found = await verifyBundle('nano', join(packageRoot, 'models/elite-nano'), { hash: true });
    assert.equal(found.verdict, 'ok');
    assert.ok(found.files.length > 5);
    assert.ok(found.files.every(({ sha256, bytes }) => /^[0-9a-f]{64}$/.test(sha256) && bytes > 0));
    assert.deepEqual(found.unknown, {});
  });

  it('finds a byte that changed, where hashes are read', async () => {
    const path = await writeTinyBundle(folder, 'changed');
    const file = join(path, 'unet/weights.safetensors');
    const bytes = readFileSync(file);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
    writeFileSync(file, bytes);
    assert.equal((await verifyBundle('x', path, { hash: false })).verdict, 'ok');
    const { isSound, verdict, files } = await verifyBundle('x', path, { hash: true });
    assert.equal(isSound, false);
    assert.match(
      verdict,
      /unet\/weights\.safetensors: expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64} \(damaged or exchanged\)$/,
    );
    assert.equal(files.filter((f) => f.verdict !== 'ok').length, 1);
  });

  it('names the file and the part of keys that do not fit, and of those that none asks for', async () => {
    const path = await writeTinyBundle(folder, 'wide');
    const config = join(path, 'unet/config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('[16,32]', '[32,64]'));
    const manifest = JSON.parse(readFileSync(join(path, 'bundle.json'), 'utf8')) as object;
    writeFileSync(join(path, 'bundle.json'), JSON.stringify({ ...manifest, files: [] }));
    const { verdict, missing, unknown } = await verifyBundle('x', path, { hash: false });
    const where = `${join(path, 'unet/weights.safetensors')}, unet`;
    assert.ok(verdict.startsWith(`${where}: ${missing[0] ?? 'none'}`), verdict);
    assert.ok(Object.keys(unknown).every((file) => file === where));
  });

  it('tells each part that is faulty, and its keys, whatever is wrong with the others', async () => {
    const path = await writeTinyBundle(folder, 'several');
    const manifest = JSON.parse(readFileSync(join(path, 'bundle.json'), 'utf8')) as object;
    writeFileSync(join(path, 'bundle.json'), JSON.stringify({ ...manifest, files: [] }));
    const text = join(path, 'text_encoder/config.json');
    writeFileSync(text, readFileSync(text, 'utf8').replace('"vocab_size":64', '"vocab_size":99'));
    writeFileSync(join(path, 'vae/weights.safetensors'), 'short');
    rmSync(join(path, 'elite/local.safetensors'));
    const { isSound, verdict, faults, missing, unknown } = await verifyBundle('x', path, { hash: false });
    assert.deepEqual([isSound, verdict], [false, faults[0]]);
    assert.equal(faults.length, 3, faults.join('\n'));
    assert.match(
      faults[0] ?? '',
      /text_encoder: .*token_embedding\.weight: expected \[99, 24\], .* \[64, 24\]$/,
    );
    assert.match(faults[1] ?? '', /vae\/weights\.safetensors: expected/);
    assert.match(faults[2] ?? '', /elite\/local\.safetensors/);
    assert.equal(missing.length, 1);
    assert.deepEqual(Object.keys(unknown), []); // what was not asked for is not told as not needed
  });

  it('says what is wrong with a folder that is no bundle, or lacks a file', async () => {
    assert.match(
      (await verifyBundle('x', folder, { hash: true })).verdict,
      /expected a bundle, got a folder without bundle\.json$/,
    );
    const path = await writeTinyBundle(folder, 'short');
    writeFileSync(join(path, 'vae/weights.safetensors'), 'short');
    assert.match(
      (await verifyBundle('x', path, { hash: false })).verdict,
      /vae\/weights\.safetensors: expected \d+ bytes/,
    );
  });
});

describe('verifySingleFile', () => {
  const folder = temporaryFolder();

  it('names what a file is that is no checkpoint of Stable Diffusion 1.x', async () => {
    const path = join(folder, 'lora.safetensors');
    const lora = { dtype: 'F32', shape: [1], bytes: Buffer.alloc(4) };
    writeFileSync(path, safetensorsFile(new Map([['a.lora_up.weight', lora]])));
    const { isSound, verdict, files } = await verifySingleFile('lora', path, { hash: true });
    assert.equal(isSound, false);
    assert.match(verdict, /expected weights of the Stable Diffusion 1\.x family, got a LoRA/);
    assert.match(files[0]?.sha256 ?? '', /^[0-9a-f]{64}$/);
  });

  it('counts the keys of a network of other sizes', async () => {
    const path = join(folder, 'tiny.safetensors');
    await writeLdmFile(path, await writeTinyBundle(folder));
    const { verdict, faults } = await verifySingleFile('tiny', path, { hash: false });
    for (const part of ['unet', 'vae', 'text_encoder'])
      assert.equal(faults.filter((fault) => fault.startsWith(`${path}, ${part}: `)).length, 1, part);
    assert.equal(faults.length, 3);
    assert.match(
      verdict,
      /: time_embedding\.linear_1\.weight: expected \[1280, 320\], the checkpoint has .*; \d+ more keys like it: /,
    );
    await writeLdmFile(path, join(folder, 'tiny'), ['unet']);
    assert.match(
      (await verifySingleFile('tiny', path, { hash: false })).verdict,
      /expected a UNet, an autoencoder and a text encoder, got fewer$/,
    );
  });
});

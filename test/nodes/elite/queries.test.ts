import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queries } from '../../../nodes/elite/queries.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

interface Listed {
  readonly name: string;
  readonly kind: string;
  readonly isSound: boolean;
  readonly isOwn: boolean;
  readonly missing: readonly string[];
  readonly files: readonly { readonly sha256: string; readonly listed: string }[];
}

describe('the questions under /elite/', () => {
  const models = temporaryFolder();
  const { folders } = nodeContext(nodeFolders('nowhere', { models: [models], defaultBundle: 'tiny' }));

  before(async () => {
    await writeTinyBundle(models);
    await writeTinyBundle(models, 'another');
  });

  it('tell what the default bundle is, or a named one', async () => {
    const facts = (await queries.model({}, folders)) as Record<string, unknown>;
    assert.deepEqual([facts['name'], facts['bundles'], facts['grid']], ['tiny', ['tiny', 'another'], 4]);
    const other = (await queries.model({ bundle: 'another' }, folders)) as Record<string, unknown>;
    assert.equal(other['name'], 'another');
    await assert.rejects(
      Promise.resolve(queries.model({ bundle: 'x' }, folders)),
      /expected one of another, tiny/,
    );
  });

  it('tell how a prompt is read', async () => {
    const report = await queries.tokenize({ text: 'a S*' }, folders);
    assert.deepEqual(report, {
      count: 4,
      limit: 12,
      truncated: 0,
      placeholders: [{ start: 2, end: 4, token: 2, state: 'understood' }],
      words: [
        { start: 0, end: 1, tokens: 1 },
        { start: 2, end: 4, tokens: 1 },
      ],
    });
    assert.equal(((await queries.tokenize({ text: 3 }, folders)) as { count: number }).count, 2);
  });

  it('gives a verdict on every model that lies in the folders, with what bundle.json keeps of it', async () => {
    const { models: found } = (await queries.models({}, folders)) as { models: Listed[] };
    const tiny = found.find(({ name }) => name === 'tiny');
    assert.ok(tiny);
    assert.deepEqual([tiny.isSound, tiny.isOwn, tiny.kind], [true, true, 'bundle']);
    assert.ok(tiny.files.every(({ sha256, listed }) => sha256 === '' && /^[0-9a-f]{64}$/.test(listed)));
  });

  it('reads every byte of the one model that is named, for its hashes', async () => {
    const { models: found } = (await queries.models({ hash: 'another' }, folders)) as { models: Listed[] };
    assert.deepEqual(
      found.map(({ name }) => name),
      ['another'],
    );
    assert.ok(found[0]?.files.every(({ sha256, listed }) => sha256 === listed && sha256 !== ''));
    await assert.rejects(
      Promise.resolve(queries.models({ hash: 'x' }, folders)),
      /^Error: hash: expected one of another, tiny, got x$/,
    );
  });

  it('lists all keys that a network misses, and those that none asks for', async () => {
    const path = join(models, 'broken');
    await writeTinyBundle(models, 'broken');
    const config = join(path, 'unet/config.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('[16,32]', '[32,64]'));
    const manifest = JSON.parse(readFileSync(join(path, 'bundle.json'), 'utf8')) as { files: unknown };
    writeFileSync(join(path, 'bundle.json'), JSON.stringify({ ...manifest, files: [] }));
    const { models: found } = (await queries.models({}, folders)) as { models: Listed[] };
    const broken = found.find(({ name }) => name === 'broken');
    assert.equal(broken?.isSound, false);
    assert.ok(broken.missing.length > 10);
    assert.ok(broken.missing.every((sentence) => /expected \[/.test(sentence)));
    rmSync(path, { recursive: true });
  });
});

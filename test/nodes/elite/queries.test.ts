import assert from 'node:assert/strict';
import { queries } from '../../../nodes/elite/queries.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

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

  it('gives a verdict on every model that lies in the folders', async () => {
    const { models } = (await queries.models({}, folders)) as {
      models: { name: string; isSound: boolean; files: { sha256: string }[] }[];
    };
    const tiny = models.find(({ name }) => name === 'tiny');
    assert.equal(tiny?.isSound, true);
    assert.equal(tiny.files[0]?.sha256, '');
  });
});

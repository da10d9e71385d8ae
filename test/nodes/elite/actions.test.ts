import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { actions } from '../../../nodes/elite/actions.ts';
import { queries } from '../../../nodes/elite/queries.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle, writeTinyPublished } from '../../support/tiny-bundle.ts';

describe('what is done under /elite/', () => {
  const [own, shipped] = [temporaryFolder(), temporaryFolder()];
  const { folders } = nodeContext(nodeFolders('nowhere', { models: [own, shipped], defaultBundle: 'tiny' }));
  const parts = {
    sd: 'downloads/sd',
    clip: 'downloads/clip',
    global: 'downloads/mappers/global_mapper.pt',
    local: 'downloads/mappers/local_mapper.pt',
  };
  const add = (body: object) => Promise.resolve(actions['add-model']({ ...body }, folders));
  const remove = (name: unknown) => Promise.resolve(actions['remove-model']({ name }, folders));

  before(async () => {
    await writeTinyPublished(join(own, 'downloads'));
    await writeTinyPublished(join(shipped, 'downloads'));
    await writeTinyBundle(shipped);
  });

  it('makes a bundle of what lies in the folder of models, and removes it again', async () => {
    const { name, files } = (await add({ ...parts, name: 'mine' })) as {
      name: string;
      files: { sha256: string }[];
    };
    assert.equal(name, 'mine');
    assert.ok(files.length > 5 && files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256)));
    const { models } = (await queries.models({}, folders)) as {
      models: { name: string; isOwn: boolean; isSound: boolean }[];
    };
    assert.deepEqual(
      models.map((model) => [model.name, model.isOwn, model.isSound]),
      [
        ['mine', true, true],
        ['tiny', false, true],
      ],
    );
    await remove('mine');
    assert.ok(!existsSync(join(own, 'mine')));
    assert.ok(existsSync(join(own, parts.global)));
  });

  it('takes no path that is not among the candidates', async () => {
    for (const sd of ['../../etc', join(own, 'downloads/sd'), 'downloads/../downloads/sd', '', 3, undefined])
      await assert.rejects(
        add({ ...parts, sd, name: 'mine' }),
        /^Error: sd: expected one of downloads\/sd, /,
      );
    await assert.rejects(add({ ...parts, name: '../out' }), /expected a name of letters, digits/);
    await assert.rejects(add(parts), /name: expected a name, got none/);
    assert.ok(!existsSync(join(own, 'mine')));
  });

  it('says what is wrong with a file, and leaves nothing behind', async () => {
    const local = 'downloads/mappers/other.pt';
    writeFileSync(join(own, local), 'no checkpoint');
    await assert.rejects(add({ ...parts, local, name: 'mine' }), /other\.pt|local_mapper/);
    assert.ok(!existsSync(join(own, 'mine')));
  });

  it('removes no bundle that ships, and nothing by a path', async () => {
    await assert.rejects(remove('tiny'), /no such bundle \(those that ship are not removed\)$/);
    for (const name of ['../tiny', '', undefined, ['x']]) await assert.rejects(remove(name), /got a path$/);
    assert.ok(existsSync(join(shipped, 'tiny')));
  });
});

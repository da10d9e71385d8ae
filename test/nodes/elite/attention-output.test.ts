import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tensor } from '../../../method/tensor/tensor.ts';
import { attention, watchedPrompt } from '../../../nodes/elite/attention-output.ts';
import { nodeContext, nodeFolders } from '../../support/node-context.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const text = tensor(new Float32Array(12), [1, 12, 1]);
const latent = tensor(new Float32Array(4), [1, 1, 2, 2]);

describe('where words act', () => {
  const folders = nodeFolders(temporaryFolder());
  const folder = join(folders.temp, 'attention');

  before(() => mkdir(folder, { recursive: true }));

  /** A run of one step, kept as the worker keeps it. */
  async function kept(name: string): Promise<unknown> {
    const watched = watchedPrompt({ text, positions: [3], length: 5 }, latent);
    const values = tensor(
      Array.from({ length: 16 }, (_, at) => (at % 4 === 0 ? at / 16 : 0.4)),
      [1, 4, 4],
    );
    watched?.watch.onMaps(0, [{ height: 2, width: 2, values }]);
    return watched?.shown({
      ...nodeContext(folders),
      save: async ({ bytes }) => {
        await writeFile(join(folder, name), bytes);
        return { filename: name, subfolder: 'attention', type: 'temp' };
      },
    });
  }

  const ask = (body: Record<string, unknown>) => Promise.resolve().then(() => attention(body, folders));

  it('is watched for the subject’s word and each token of the prompt, and not without a subject', () => {
    const watched = watchedPrompt({ text, positions: [3, 6], length: 5 }, latent);
    assert.deepEqual(watched?.watch.columns, [[3, 6], [1], [2], [3]]);
    assert.equal(watchedPrompt({ text, positions: [] }, latent), undefined);
  });

  it('is told of a kept run: what there is, and each map', async () => {
    const told = await kept('acted_00001_.bin');
    assert.deepEqual(await attention({ told }, folders), {
      steps: 1,
      sizes: [2],
      columns: [[3], [1], [2], [3]],
    });
    assert.deepEqual(await attention({ told, size: '2' }, folders), Uint8Array.of(0, 64, 128, 191));
    assert.deepEqual(await attention({ told, token: '1' }, folders), new Uint8Array(4).fill(102));
  });

  it('stays for the last 64 runs', async () => {
    for (let index = 0; index < 70; index += 1) await writeFile(join(folder, `old_${index}.bin`), 'x');
    await kept('acted_00002_.bin');
    const names = await readdir(folder);
    assert.equal(names.length, 64);
    assert.ok(names.includes('acted_00002_.bin'));
  });

  it('refuses names that lead elsewhere, runs whose maps are gone, and what is no number', async () => {
    const of = (filename: string) => ({ attention: [{ filename, subfolder: 'attention', type: 'temp' }] });
    await assert.rejects(ask({ told: of('../secret.bin') }), /expected a node that kept where words act/);
    await assert.rejects(ask({ told: { images: [] } }), /expected a node that kept where words act/);
    await assert.rejects(ask({ told: of('gone.bin') }), /they are gone \(draw it again\)/);
    const told = await kept('acted_00003_.bin');
    await assert.rejects(ask({ told, from: '-1' }), /^Error: from: expected a whole number, got "-1"$/);
  });
});

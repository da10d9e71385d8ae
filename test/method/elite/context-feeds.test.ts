import assert from 'node:assert/strict';
import { BundleFolder } from '../../../method/diffusion/bundle-folder.ts';
import { openBundle, type Bundle } from '../../../method/elite/bundle.ts';
import { contextFeeds } from '../../../method/elite/context-feeds.ts';
import type { Session } from '../../../method/onnx/session.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeTinyBundle } from '../../support/tiny-bundle.ts';

const text = gaussianNoise(1, [1, 12, 24]);
const patches = gaussianNoise(2, [1, 16, 24]);

describe('contextFeeds', () => {
  const folder = temporaryFolder();
  const runtime = new Runtime();
  const keys: string[] = [];
  let bundle: Bundle;
  before(async () => {
    const sessions = {
      session: (...asked: Parameters<Runtime['session']>) => (keys.push(asked[0]), runtime.session(...asked)),
    };
    bundle = await openBundle(await BundleFolder.open(await writeTinyBundle(folder)), sessions);
  });
  beforeEach(() => keys.splice(0));
  after(() => runtime.dispose());

  const feeds = (): ReturnType<typeof contextFeeds> =>
    contextFeeds(bundle.model, bundle.globalMapper, text, {
      reference: { mapper: bundle.localMapper, patches },
    });
  const reading = (...inputs: string[]): Session => ({ inputs, run: () => Promise.resolve({}) });

  it('are text and patches for a graph that reads them, and nothing is computed', async () => {
    const given = await feeds()(reading('sample', 'text', 'patches_0'), 2);
    assert.deepEqual(Object.keys(given), ['text', 'patches_0']);
    assert.deepEqual(
      [given['text']?.dims, given['patches_0']?.dims],
      [
        [2, 12, 24],
        [2, 16, 24],
      ],
    );
    assert.deepEqual(keys, []);
  });

  it('are the keys and values that a graph reads, computed once for each size of a batch', async () => {
    const context = feeds();
    const one = await context(reading('sample', 'key_0', 'value_0', 'patch_key_0_0'), 1);
    assert.deepEqual(Object.keys(one).sort(), ['key_0', 'patch_key_0_0', 'value_0']);
    const again = await context(reading('key_0', 'key_1'), 1);
    assert.equal(again['key_0'], one['key_0']);
    assert.equal(keys.length, 1);
    const two = await context(reading('key_0'), 2);
    assert.deepEqual(two['key_0']?.dims, [2, ...(one['key_0']?.dims.slice(1) ?? [])]);
    assert.equal(keys.length, 2);
  });

  it('stop at a signal', async () => {
    const signal = AbortSignal.abort();
    const context = contextFeeds(bundle.model, bundle.globalMapper, text, { signal });
    await assert.rejects(context(reading('key_0'), 1), { name: 'AbortError' });
  });
});

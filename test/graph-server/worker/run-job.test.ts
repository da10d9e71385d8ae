import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BoundedCache } from '../../../graph-server/engine/cache.ts';
import { runJob } from '../../../graph-server/worker/run-job.ts';
import { chain, NO_FOLDERS, testRegistry } from '../../support/prompts.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('runJob', () => {
  const folder = temporaryFolder();
  const parts = {
    registry: testRegistry(),
    cache: new BoundedCache({ maxBytes: 1000, maxEntries: 10 }),
    folders: { ...NO_FOLDERS, output: join(folder, 'output'), temp: folder },
    signal: new AbortController().signal,
  };
  before(() => {
    mkdirSync(parts.folders.output);
  });
  const run = (prompt: string, extraData = '{}') =>
    runJob({ promptId: 'p', prompt, extraData, targets: ['3'] }, parts, () => undefined);

  it('saves what the client sent along into files, to the digit', async () => {
    const prompt = chain(5, 'Add', 'Save').replace('"number":["2",0]}', '"number":["2",0],"prefix":"sub/x"}');
    const workflow = '{"nodes": [], "seed": 18446744073709551615, "x": 5.0}';
    const end = await run(prompt, `{"client_id":"c","extra_pnginfo":{"workflow":${workflow},"note":"n"}}`);
    assert.deepEqual(end.outputs, {
      '3': { images: [{ filename: 'x_00001_.png', subfolder: 'sub', type: 'output' }] },
    });
    const saved = JSON.parse(readFileSync(join(folder, 'output', 'sub', 'x_00001_.png'), 'utf8')) as object;
    assert.deepEqual(saved, { number: 5, prompt, extra: { workflow, note: '"n"' } });
  });

  it('names the node type of a failure', async () => {
    const end = await run(chain(5, 'Fail'), '{"extra_pnginfo":null}');
    assert.equal(end.state, 'error');
    const { exception_message: message } = end.message.data as { exception_message: string };
    assert.equal(message, 'node 2 Fail: number: expected luck, got none\n');
  });
});

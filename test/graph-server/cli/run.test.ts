import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../graph-server/cli/main.ts';
import { captured } from '../../support/captured.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('elite-graph run --server', () => {
  const executor = new StandInExecutor();
  const { url } = testServer(executor);
  const folder = temporaryFolder();
  const file = join(folder, 'w.json');
  const run = (...args: string[]) =>
    captured(() => main(['run', file, '--server', url(), '--out', folder, '--json', ...args]));

  before(() => {
    writeFileSync(
      file,
      '{"nodes":[{"id":3,"type":"Echo","title":"word","widgets_values":["hello"]}],"links":[],"version":0.4}',
    );
  });

  it('runs a workflow with its values, or others, and ends with 0', async () => {
    const { result, out } = await run();
    assert.equal(result, 0);
    assert.deepEqual(
      out.split('\n').map((line) => (JSON.parse(line) as { event: string }).event),
      ['executing', 'success'],
    );
    assert.match(executor.ran.at(-1)?.prompt ?? '', /"text":"hello"/);
    assert.match(executor.ran.at(-1)?.extraData ?? '', /"workflow":\{"nodes"/);
    await run('--set', 'word.text=bye');
    assert.match(executor.ran.at(-1)?.prompt ?? '', /"text":"bye"/);
  });

  it('ends with 1 and a sentence when the run fails', async () => {
    const { result, out } = await run('--set', 'word.text=fail');
    assert.equal(result, 1);
    assert.deepEqual(JSON.parse(out.split('\n').at(-1) ?? ''), { event: 'error', reason: 'broken' });
    const lost = await captured(() => main(['run', join(folder, 'none.json'), '--server', url()]));
    assert.deepEqual([lost.result, lost.err], [1, `${join(folder, 'none.json')}: no such file`]);
    assert.match((await run('--input', 'cat=x.png')).err, /node cat: expected a node id or title/);
  });
});

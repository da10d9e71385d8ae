import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../graph-server/cli/main.ts';
import { captured } from '../../support/captured.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('elite-graph convert', () => {
  const { url } = testServer(new StandInExecutor());
  const folder = temporaryFolder();
  const expected = { '3': { class_type: 'Echo', inputs: { text: 'hello' }, _meta: { title: 'Echo' } } };

  it('prints or writes the API prompt of a workflow', async () => {
    const [file, target] = [join(folder, 'w.json'), join(folder, 'p.json')];
    writeFileSync(
      file,
      '{"nodes":[{"id":3,"type":"Echo","widgets_values":["hello"]}],"links":[],"version":0.4}',
    );
    const { result, out } = await captured(() => main(['convert', file, '--server', url()]));
    assert.equal(result, 0);
    assert.deepEqual(JSON.parse(out), expected);
    assert.equal(await main(['convert', file, '--server', url(), '--out', target]), 0);
    assert.deepEqual(JSON.parse(readFileSync(target, 'utf8')), expected);
  });
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadGraph } from '../../../graph-server/cli/load-graph.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('loadGraph', () => {
  const folder = temporaryFolder();

  it('reads workflows and prompts', async () => {
    const path = join(folder, 'w.json');
    writeFileSync(
      path,
      '{"nodes":[{"id":1,"type":"LoadImage","widgets_values":["cat.png","image"]}],"links":[],"version":0.4}',
    );
    const { prompt, workflow } = await loadGraph(path, OBJECT_INFO);
    assert.deepEqual({ ...prompt['1']?.inputs }, { image: 'cat.png' });
    assert.equal(workflow?.['version'], 0.4);
    writeFileSync(path, '{"1":{"class_type":"A","inputs":{}}}');
    assert.equal((await loadGraph(path, OBJECT_INFO)).workflow, undefined);
  });

  it('names a file that is not there or is something else', async () => {
    await assert.rejects(loadGraph(join(folder, 'none.json'), OBJECT_INFO), /none\.json: no such file$/);
    writeFileSync(join(folder, 'x.json'), 'hello');
    await assert.rejects(
      loadGraph(join(folder, 'x.json'), OBJECT_INFO),
      /^Error: x\.json: expected a value on line 1/,
    );
  });
});

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('/workflow_templates', () => {
  const workflows = temporaryFolder();
  const { url } = testServer(new StandInExecutor(), { workflows });

  it('lists the workflows that ship and sends them', async () => {
    writeFileSync(join(workflows, 'generate.json'), '{"nodes":[]}');
    writeFileSync(join(workflows, 'notes.txt'), 'x');
    assert.deepEqual(await (await fetch(`${url()}/workflow_templates`)).json(), {
      'elite-graph': ['generate'],
    });
    const file = await fetch(`${url()}/api/workflow_templates/elite-graph/generate.json`);
    assert.equal(file.headers.get('content-type'), 'application/json; charset=utf-8');
    assert.deepEqual(await file.json(), { nodes: [] });
  });

  it('sends nothing else', async () => {
    for (const path of [
      'elite-graph/none.json',
      'elite-graph/notes.txt',
      'other/generate.json',
      'elite-graph/..%2Fx.json',
    ]) {
      assert.equal((await fetch(`${url()}/workflow_templates/${path}`)).status, 404, path);
    }
  });
});

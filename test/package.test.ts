import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { packageRoot } from '../graph-server/config.ts';

describe('the npm package', () => {
  it('holds what runs and what users read, and no tests, training or benchmarks', () => {
    const said = execFileSync(
      'npm',
      ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=silent'],
      {
        cwd: packageRoot,
        encoding: 'utf8',
        shell: process.platform === 'win32',
      },
    );
    const [{ files }] = JSON.parse(said) as [{ files: { path: string }[] }];
    const paths = files.map(({ path }) => path);
    for (const needed of [
      'LICENSE',
      'NOTICE',
      'README.md',
      'bin/elite-graph.mjs',
      'docs/protocol.md',
      'graph-server/cli/main.ts',
      'graph-server/client/graph-client.ts',
      'models/elite-nano/bundle.json',
      'models/elite-nano/unet/diffusion_pytorch_model.safetensors',
      'nodes/index.ts',
      'ui/src/model/graph-to-prompt.ts',
      'workflows/generate.json',
    ])
      assert.ok(paths.includes(needed), needed);
    assert.deepEqual(
      paths.filter((path) => /^(test|training|bench|data|shared|\.)|\.test\.ts$/.test(path)),
      [],
    );
  });
});

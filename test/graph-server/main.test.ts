import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../graph-server/config.ts';
import { TEST_PACK } from '../support/prompts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

describe('elite-graph serve', () => {
  const data = temporaryFolder();

  it('prints its address once it answers, and ends when it is told to', async () => {
    writeFileSync(join(data, 'config.json'), JSON.stringify({ packs: [TEST_PACK] }));
    const launcher = join(packageRoot, 'bin', 'elite-graph.mjs');
    const server = spawn(process.execPath, [launcher, 'serve', '--port', '0', '--data', data], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      server.stdout.on('data', (bytes: Buffer) => {
        said += bytes.toString();
        const found = /^Elite Graph is ready: (http:\S+)$/m.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      server.on('exit', () => {
        reject(new Error(`server: expected an address, got ${said}`));
      });
    });
    assert.ok(said.startsWith(`data folder: ${data}\n`));
    assert.ok('Constant' in ((await (await fetch(`${url}/object_info`)).json()) as object));
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    assert.deepEqual(await ended, [0, null]);
  });
});

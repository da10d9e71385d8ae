import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PackLoading } from '../../../graph-server/worker/pack-loading.ts';

describe('PackLoading', () => {
  const sleeper = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);

  it('leaves out the pack whose loading ended the process by itself, and says how', () => {
    const faults: string[] = [];
    const loading = new PackLoading(['/a.mjs', '/b.mjs', '/c.mjs'], (sentence) => faults.push(sentence));
    const child = sleeper();
    loading.begins(child, '/a.mjs');
    assert.equal(loading.isToBlame(3, null), true);
    loading.begins(child, '/b.mjs');
    loading.begins(child, '/c.mjs');
    assert.equal(loading.isToBlame(null, 'SIGSEGV'), true);
    child.kill();
    assert.deepEqual(loading.packs, ['/b.mjs']);
    assert.deepEqual(faults, [
      '/a.mjs: expected a pack that loads, got the end of its process with code 3 (it is left out)',
      '/c.mjs: expected a pack that loads, got the end of its process with SIGSEGV (it is left out)',
    ]);
  });

  it('blames no pack when the process was killed, or ends after all are loaded', () => {
    const loading = new PackLoading(['/a.mjs'], (sentence) => assert.fail(sentence));
    const child = sleeper();
    loading.begins(child, '/a.mjs');
    assert.equal(loading.isToBlame(null, 'SIGKILL'), false);
    loading.begins(child, '/a.mjs');
    loading.begins(child, null);
    assert.equal(loading.isToBlame(1, null), false);
    child.kill();
    assert.deepEqual(loading.packs, ['/a.mjs']);
  });

  it('ends a process that does not get beyond a pack, and leaves that out', async () => {
    const faults: string[] = [];
    const loading = new PackLoading(['/a.mjs'], (sentence) => faults.push(sentence), 20);
    const child = sleeper();
    const keepAlive = setInterval(() => undefined, 1000);
    loading.begins(child, '/a.mjs');
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    clearInterval(keepAlive);
    assert.equal(loading.isToBlame(code, signal), true);
    assert.match(faults[0] ?? '', /got no end of its loading within 0\.02 s/);
  });
});

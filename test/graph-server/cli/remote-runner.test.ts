import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemoteRunner } from '../../../graph-server/cli/remote-runner.ts';
import { pngWith } from '../../support/png.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('RemoteRunner', () => {
  const executor = new StandInExecutor();
  const { url, data } = testServer(executor);
  const folder = temporaryFolder();
  const echo = (text: string) => ({ '1': { class_type: 'Echo', inputs: { text } } });
  let runner: RemoteRunner;
  before(() => {
    runner = new RemoteRunner(`${url()}/`);
  });
  after(() => runner.close());
  const run = (prompt: object, signal = new AbortController().signal, heard: string[] = []) =>
    runner.run(prompt as never, undefined, ({ type }) => heard.push(type), signal);

  it('follows a run to its end', async () => {
    const heard: string[] = [];
    assert.deepEqual(await run(echo('a'), undefined, heard), { state: 'success', files: [] });
    assert.deepEqual(heard, ['execution_start', 'execution_cached', 'executing', 'execution_success']);
  });

  it('tells why a prompt failed or was refused', async () => {
    assert.deepEqual(await run(echo('fail')), { state: 'error', files: [], reason: 'broken' });
    await assert.rejects(run({ '1': { class_type: 'Other', inputs: {} } }), /^Error: node 1: unknown$/);
  });

  it('interrupts its own job when it is told to stop', async () => {
    executor.gate = new Promise(() => undefined);
    const abort = new AbortController();
    const outcome = runner.run(
      echo('a'),
      undefined,
      ({ type }) => type === 'executing' && abort.abort(),
      abort.signal,
    );
    assert.equal((await outcome).state, 'interrupted');
    executor.gate = Promise.resolve();
  });

  it('uploads pictures and fetches results under free names', async () => {
    writeFileSync(join(folder, 'dog.png'), pngWith());
    writeFileSync(join(data, 'output', 'r.png'), pngWith());
    assert.equal(await runner.upload(join(folder, 'dog.png')), 'dog.png');
    await assert.rejects(runner.upload(join(folder, 'none.png')), /none\.png: no such file/);
    const file = { filename: 'r.png', subfolder: '', type: 'output', node: '1' };
    assert.equal(await runner.save(file, folder), join(folder, 'r.png'));
    assert.equal(await runner.save(file, folder), join(folder, 'r (1).png'));
    await assert.rejects(runner.save({ ...file, filename: 'x.png' }, folder), /output\/x\.png: no such file/);
  });

  it('says that no server is there', async () => {
    const away = new RemoteRunner('http://127.0.0.1:1');
    await assert.rejects(
      away.objectInfo(),
      /^Error: http:\/\/127\.0\.0\.1:1: expected a server that answers, got none/,
    );
    await assert.rejects(
      away.run({}, undefined, () => undefined, new AbortController().signal),
      /expected a server that answers/,
    );
  });
});

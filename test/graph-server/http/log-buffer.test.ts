import assert from 'node:assert/strict';
import { LogBuffer } from '../../../graph-server/http/log-buffer.ts';

describe('LogBuffer', () => {
  it('keeps the last lines, told as they come, without the token', () => {
    const told: string[] = [];
    const logs = new LogBuffer(({ m }) => told.push(m));
    logs.add('http://127.0.0.1/?token=abc-DEF');
    assert.deepEqual(told, ['http://127.0.0.1/?token=…\n']);
    for (let line = 0; line < 400; line += 1) logs.add(String(line));
    assert.deepEqual([logs.entries.length, logs.entries.at(-1)?.m], [300, '399\n']);
    assert.match(logs.entries[0]?.t ?? '', /^\d{4}-\d\d-\d\dT/);
  });

  it('follows a console and lets go of it', () => {
    const printed: unknown[] = [];
    const own = { log: (...args: unknown[]) => printed.push(args), error: () => undefined };
    const console = { ...own };
    const logs = new LogBuffer(() => undefined);
    const stop = logs.follow(console);
    console.log('a', 1);
    stop();
    console.log('b');
    assert.deepEqual([printed.length, logs.entries.map(({ m }) => m)], [2, ['a 1\n']]);
  });
});

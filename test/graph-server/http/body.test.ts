import assert from 'node:assert/strict';
import { MAX_JSON_BYTES } from '../../../graph-server/http/body.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('bodies of JSON', () => {
  const { url } = testServer(new StandInExecutor());
  const send = (body: Uint8Array<ArrayBuffer> | string, headers = {}) =>
    fetch(`${url()}/queue`, { method: 'POST', body, headers });

  it('are read whatever their content type says', async () => {
    for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'odd']) {
      assert.equal((await send('{}', { 'Content-Type': type })).status, 200, type);
    }
  });

  it('are refused when they are too long, no UTF-8, too deep or of another form', async () => {
    const faults: [Uint8Array<ArrayBuffer> | string, number][] = [
      [new Uint8Array(MAX_JSON_BYTES + 1), 413],
      [Uint8Array.of(0x22, 0xff, 0x22), 400],
      ['['.repeat(5000), 400],
      ['', 400],
      ['5', 400],
      ['{"delete": [1]}', 400],
    ];
    for (const [body, status] of faults) assert.equal((await send(body)).status, status);
  });
});

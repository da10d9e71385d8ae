import assert from 'node:assert/strict';
import { request } from 'node:http';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

describe('multipart forms', () => {
  const { url } = testServer(new StandInExecutor());

  /** Sends a raw form and gives the status of the answer. */
  function send(body: string, type = 'multipart/form-data; boundary=B'): Promise<number> {
    return new Promise((resolve, reject) => {
      const sent = request(
        `${url()}/upload/image`,
        { method: 'POST', headers: { 'Content-Type': type } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
  }

  it('are refused when they are cut off or empty', async () => {
    const head = '--B\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n';
    for (const body of [
      '',
      '--B--\r\n',
      head,
      `${head}abc`,
      '--B\r\nContent-Disposition: form-data; name="image"\r\n\r\nabc\r\n--B--\r\n',
    ]) {
      assert.equal(await send(body), 400, JSON.stringify(body));
    }
    assert.equal(await send('x', 'multipart/form-data'), 400);
    assert.equal(await send('x', 'text/plain'), 400);
  });
});

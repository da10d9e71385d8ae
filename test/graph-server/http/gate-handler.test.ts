import assert from 'node:assert/strict';
import { createServer, request, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { gateHandler } from '../../../graph-server/http/gate-handler.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { testServer } from '../../support/test-server.ts';

const FRIEND = 'https://friend.example';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
}

/** The answer to a request with these headers, sent as a browser sends them. */
function ask(url: string, method: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? 0, headers: response.headers });
    });
    sent.on('error', reject);
    sent.end();
  });
}

const preflight = (origin: string) => ({
  Origin: origin,
  'Sec-Fetch-Site': 'cross-site',
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'content-type',
});

describe('gateHandler', () => {
  const { url } = testServer(new StandInExecutor(), { allowedOrigins: [FRIEND] });

  it('lets pages of an allowed origin ask and read', async () => {
    const asked = await ask(`${url()}/prompt`, 'OPTIONS', preflight(FRIEND));
    assert.equal(asked.status, 204);
    assert.match(asked.headers['access-control-allow-methods'] ?? '', /POST/);
    assert.match(asked.headers['access-control-allow-headers'] ?? '', /Content-Type/);
    for (const path of ['/queue', '/api/jobs', '/history?offset=x', '/nowhere']) {
      const { headers } = await ask(url() + path, 'GET', { Origin: FRIEND, 'Sec-Fetch-Site': 'cross-site' });
      const { vary, 'access-control-allow-origin': origin } = headers;
      assert.deepEqual([origin, vary], [FRIEND, 'Origin'], path);
      assert.equal(headers['cross-origin-resource-policy'], 'cross-origin', path);
    }
  });

  it('lets them show pictures, which browsers ask for without an origin', async () => {
    const { status, headers } = await ask(`${url()}/view?filename=sample-canoe.png&type=input`, 'GET', {
      Referer: `${FRIEND}/`,
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Dest': 'image',
    });
    assert.deepEqual([status, headers['cross-origin-resource-policy']], [200, 'cross-origin']);
  });

  it('tells no other page anything', async () => {
    for (const origin of ['https://evil.example', `${FRIEND}.evil.example`, 'null']) {
      const { status, headers } = await ask(`${url()}/prompt`, 'OPTIONS', preflight(origin));
      assert.deepEqual([status, headers['access-control-allow-origin']], [403, undefined], origin);
      const picture = { Referer: `${origin}/`, 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Dest': 'image' };
      assert.equal(
        (await ask(`${url()}/view?filename=sample-canoe.png&type=input`, 'GET', picture)).status,
        403,
      );
    }
    const own = await ask(`${url()}/queue`, 'GET', {});
    assert.deepEqual(
      [own.headers['access-control-allow-origin'], own.headers['cross-origin-resource-policy']],
      [undefined, 'same-origin'],
    );
  });

  it('answers a preflight without the token, which no browser sends with it, and nothing else', async () => {
    const rules = { allowedHosts: [], allowedOrigins: [FRIEND], token: 'secret' };
    const server = createServer(
      express()
        .use(gateHandler(rules))
        .get('/queue', (_, answer) => void answer.end()),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}/queue`;
    assert.equal((await ask(at, 'OPTIONS', preflight(FRIEND))).status, 204);
    assert.equal((await ask(at, 'OPTIONS', preflight('https://evil.example'))).status, 403);
    assert.equal((await ask(at, 'OPTIONS', { Origin: FRIEND })).status, 401);
    assert.equal((await ask(at, 'GET', { Origin: FRIEND })).status, 401);
    assert.equal((await ask(at, 'GET', { Origin: FRIEND, Authorization: 'Bearer secret' })).status, 200);
    server.close();
  });
});

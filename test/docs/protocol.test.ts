import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Router } from 'express';
import { packageRoot } from '../../graph-server/config.ts';
import { foldersOf } from '../../graph-server/files/folders.ts';
import { LogBuffer } from '../../graph-server/http/log-buffer.ts';
import { PictureProcess } from '../../graph-server/pictures/picture-process.ts';
import { JobQueue } from '../../graph-server/queue/job-queue.ts';
import { routersOf } from '../../graph-server/server.ts';
import { JobStore } from '../../graph-server/store/job-store.ts';
import { openDatabase } from '../../graph-server/store/open-database.ts';
import { Settings } from '../../graph-server/store/settings.ts';
import { Hub } from '../../graph-server/ws/hub.ts';
import { StandInExecutor } from '../support/stand-in-executor.ts';
import { testConfig } from '../support/test-server.ts';

const page = readFileSync(join(packageRoot, 'docs', 'protocol.md'), 'utf8');

/** The rows of the table under a heading, as cells. */
function rowsUnder(heading: string): string[][] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? assert.fail(heading);
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe('docs/protocol.md', () => {
  const routes = rowsUnder('Routes');
  const messages = rowsUnder('Socket');

  it('names every route that exists, and none that does not', () => {
    const documented = routes
      .filter(([, verdict]) => verdict !== 'not')
      .map(([route = '']) => route.replaceAll('`', ''))
      .filter((route) => route !== 'GET /ws');
    assert.deepEqual(documented.sort(), existingRoutes().sort());
  });

  it('gives each row a verdict, a reason where it differs, and a test that exists', () => {
    for (const [what = '', verdict = '', note = '', test = ''] of [...routes, ...messages]) {
      assert.ok(['served', 'differently', 'not', 'ours'].includes(verdict), `${what}: ${verdict}`);
      if (verdict === 'differently' || verdict === 'not') assert.notEqual(note, '', `${what}: no reason`);
      if (verdict === 'not') continue;
      const named = [...test.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
      assert.ok(named.length > 0, `${what}: no test`);
      for (const name of named) {
        const path = name === 'clients' ? 'test/clients' : `test/graph-server/${name}.test.ts`;
        assert.ok(existsSync(join(packageRoot, path)), `${what}: ${path}`);
      }
    }
  });

  it('names every message that the server sends and takes', () => {
    const documented = new Set(
      [...page.matchAll(/`(graph\.[a-z_]+|[a-z]+_[a-z]+|[a-z]+)`/g)].map(([, name]) => name),
    );
    const sent = sources().flatMap((text) =>
      [...text.matchAll(/(?:type: |#send\(|case |#tell\()'([a-z_.]+)'/g)].map(([, name]) => name ?? ''),
    );
    const names = new Set(sent.filter((name) => /^(graph\.|execut|progress|status|logs|feature)/.test(name)));
    assert.ok(names.size > 15, `found ${names.size}`);
    const missing = [...names].filter(
      (name) => !documented.has(name) && !/^(execution_node_error|executing|execution_)$/.test(name),
    );
    assert.deepEqual(missing, []);
  });
});

/** Every route of the server as `GET /path`, jobs under /api and the front end's own under /internal. */
function existingRoutes(): string[] {
  const config = testConfig('nowhere');
  const database = openDatabase(':memory:');
  const [store, executor] = [new JobStore(database), new StandInExecutor()];
  const features = { supports_preview_metadata: true, max_upload_size: 1, assets: false } as const;
  const hub = new Hub(features);
  const { api, jobs, internal } = routersOf({
    config,
    folders: foldersOf('nowhere'),
    executor,
    rules: { allowedHosts: [], allowedOrigins: [] },
    store,
    settings: new Settings(database),
    features,
    hub,
    queue: new JobQueue(store, hub, executor),
    pictures: new PictureProcess(),
    logs: new LogBuffer(() => undefined),
    maxQueued: 1,
  });
  return [...routesOf(api, ''), ...routesOf(jobs, '/api'), ...routesOf(internal, '/internal')];
}

function routesOf(router: Router, prefix: string): string[] {
  return router.stack.flatMap(({ route }) =>
    route
      ? [...new Set(route.stack.map(({ method }) => `${method.toUpperCase()} ${prefix}${route.path}`))]
      : [],
  );
}

/** The sources that speak on the socket. */
function sources(): string[] {
  return ['ws', 'queue', 'worker', 'client'].flatMap((folder) => {
    const path = join(packageRoot, 'graph-server', folder);
    return readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));
  });
}

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
import elite from '../../nodes/elite/index.ts';
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

  it('names every question of the pack elite and how it is asked', () => {
    const asked = rowsUnder('Questions under `/elite/`').map(([what = '', verbs = '']) => [
      /`([a-z-]+)`/.exec(what)?.[1] ?? '',
      verbs,
    ]);
    const [questions, actions] = [elite.queries ?? {}, elite.actions ?? {}].map(Object.keys);
    assert.deepEqual(
      asked.sort(),
      [
        ...(questions ?? []).map((name) => [name, 'GET, POST']),
        ...(actions ?? []).map((name) => [name, 'POST']),
      ].sort(),
    );
  });

  it('has a row for every message of ComfyUI that the server sends, and names every one of our own', () => {
    const named = (lines: readonly string[]) =>
      new Set(lines.flatMap((line) => [...line.matchAll(/`([a-z_.]+)/g)].map(([, name]) => name ?? '')));
    const rows = named(messages.filter(([, verdict]) => verdict !== 'not').map(([what = '']) => what));
    const ours = named([page.split('## A whole run over one socket\n')[1]?.split('\n## ')[0] ?? '']);
    const ends = ['success', 'error', 'interrupted'].map((state) => `execution_${state}`);
    const names = new Set([...sources().flatMap(messagesIn), ...ends]);
    assert.ok(names.size > 20, `found ${names.size}`);
    assert.deepEqual(
      [...names].filter((name) => !rows.has(name) && !ours.has(name)),
      [],
    );
    assert.deepEqual(
      [...rows].filter((name) => !names.has(name)),
      [],
    );
  });
});

/** The names of messages in a source, by how they are sent or read. */
function messagesIn(text: string): string[] {
  const written = text.matchAll(/(?:type: |#send\(|case |#tell\()'([a-z_.]+)'/g);
  const names = [...written].map(([, name]) => name ?? '');
  return names.filter(
    (name) =>
      /^(graph\.|execution_|executed|progress|status$|logs$|feature)/.test(name) || name === 'executing',
  );
}

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
  const folders = ['ws', 'queue', 'worker', 'client'].flatMap((folder) =>
    readdirSync(join(packageRoot, 'graph-server', folder)).map((name) => join(folder, name)),
  );
  return [...folders, 'server.ts'].map((path) =>
    readFileSync(join(packageRoot, 'graph-server', path), 'utf8'),
  );
}

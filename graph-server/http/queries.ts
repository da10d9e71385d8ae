import { Router, type Response } from 'express';
import { jsonOf, MAX_JSON_BYTES, pathText, rawBody } from './body.ts';
import type { Executor } from '../queue/executor.ts';
import type { JobStore } from '../store/job-store.ts';

/**
 * `/<pack>/<query>`: short questions that packs declare beside their nodes; GET asks with the query string, POST with JSON.
 * `/<pack>/<query>/<job>/<node>` asks about what a node of a job told, which the query finds as `told`.
 */
export function queriesRouter(executor: Executor, store: JobStore): Router {
  const router = Router();
  router.get('/:pack/:name', async (request, response, next) => {
    const [pack, name] = [pathText(request, 'pack'), pathText(request, 'name')];
    const answer = await executor.query({ pack, name, method: 'GET', body: request.query });
    if (answer === undefined) next();
    else send(response, answer);
  });
  router.get('/:pack/:name/:job/:node', async (request, response, next) => {
    const [pack, name] = [pathText(request, 'pack'), pathText(request, 'name')];
    const told = toldBy(store, pathText(request, 'job'), pathText(request, 'node'));
    const body = { ...request.query, told };
    const answer = told && (await executor.query({ pack, name, method: 'GET', body }));
    if (answer === undefined) next();
    else send(response, answer);
  });
  router.post('/:pack/:name', rawBody(MAX_JSON_BYTES), async (request, response, next) => {
    const [pack, name] = [pathText(request, 'pack'), pathText(request, 'name')];
    const answer = await executor.query({ pack, name, method: 'POST', body: jsonOf(request, {}) });
    if (answer === undefined) next();
    else send(response, answer);
  });
  return router;
}

/** What a node of a finished job showed; undefined when there is no such job, or the node showed nothing. */
function toldBy(store: JobStore, job: string, node: string): unknown {
  const outputs: unknown = JSON.parse(store.get(job)?.outputs ?? '{}');
  if (typeof outputs !== 'object' || outputs === null || !Object.hasOwn(outputs, node)) return undefined;
  return (outputs as Readonly<Record<string, unknown>>)[node];
}

/** Bytes go out as they are. */
function send(response: Response, answer: unknown): void {
  if (answer instanceof Uint8Array) response.type('application/octet-stream').send(Buffer.from(answer));
  else response.json(answer);
}

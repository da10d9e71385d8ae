import { Router } from 'express';
import { jsonOf, MAX_JSON_BYTES, pathText, rawBody } from './body.ts';
import type { Executor } from '../queue/executor.ts';

/** `/<pack>/<query>`: short questions that packs declare beside their nodes; GET asks with the query string, POST with JSON. */
export function queriesRouter(executor: Executor): Router {
  const router = Router();
  router.get('/:pack/:name', async (request, response, next) => {
    const [pack, name] = [pathText(request, 'pack'), pathText(request, 'name')];
    const answer = await executor.query({ pack, name, method: 'GET', body: request.query });
    if (answer === undefined) next();
    else response.json(answer);
  });
  router.post('/:pack/:name', rawBody(MAX_JSON_BYTES), async (request, response, next) => {
    const [pack, name] = [pathText(request, 'pack'), pathText(request, 'name')];
    const answer = await executor.query({ pack, name, method: 'POST', body: jsonOf(request, {}) });
    if (answer === undefined) next();
    else response.json(answer);
  });
  return router;
}

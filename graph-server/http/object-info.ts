import { Router, type Response } from 'express';
import { stringifyJson, type Json } from '../../ui/src/model/json.ts';
import type { Executor } from '../queue/executor.ts';
import { pathText } from './body.ts';

/** `/object_info`: what every node type takes and gives. */
export function objectInfoRouter(executor: Executor): Router {
  const router = Router();
  router.get('/object_info', async (_request, response) => {
    send(response, await executor.objectInfo());
  });
  router.get('/object_info/:type', async (request, response) => {
    const [all, type] = [await executor.objectInfo(), pathText(request, 'type')];
    send(response, Object.hasOwn(all, type) ? { [type]: all[type] } : {});
  });
  return router;
}

/** The greatest seed, 2⁶⁴ − 1, goes out with all its digits. */
function send(response: Response, info: Readonly<Record<string, unknown>>): void {
  response.type('application/json').send(stringifyJson(info as Json));
}

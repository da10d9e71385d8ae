import { Router } from 'express';
import type { Executor } from '../queue/executor.ts';
import { pathText } from './body.ts';

/** `/object_info`: what every node type takes and gives. */
export function objectInfoRouter(executor: Executor): Router {
  const router = Router();
  router.get('/object_info', async (_request, response) => {
    response.json(await executor.objectInfo());
  });
  router.get('/object_info/:type', async (request, response) => {
    const [all, type] = [await executor.objectInfo(), pathText(request, 'type')];
    response.json(Object.hasOwn(all, type) ? { [type]: all[type] } : {});
  });
  return router;
}

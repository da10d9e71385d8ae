import { Router } from 'express';
import { isFinished, type JobStore } from '../store/job-store.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import { MAX_JSON_BYTES, objectOf, pathText, queryText, rawBody, textsOf } from './body.ts';
import { historyEntryText, queueItemText } from './json-texts.ts';
import { HttpError } from './refuse.ts';

/** A bounded answer: without parameters, `/history` gives the newest entries up to this many. */
const MAX_HISTORY = 1000;

/** `/queue`, `/interrupt`, `/free` and `/history`. */
export function queueRouter(store: JobStore, queue: JobQueue): Router {
  const router = Router();
  const json = rawBody(MAX_JSON_BYTES);

  router.get('/queue', (_request, response) => {
    const [running, pending] = [store.running(), store.queued()].map((jobs) =>
      jobs.map(queueItemText).join(','),
    );
    response
      .type('application/json')
      .send(`{"queue_running":[${running ?? ''}],"queue_pending":[${pending ?? ''}]}`);
  });
  router.post('/queue', json, (request, response) => {
    const body = objectOf(request);
    const ids = textsOf(body, 'delete');
    if (body['clear'] === true) queue.remove();
    if (ids) queue.remove(ids);
    response.end();
  });
  router.post('/interrupt', json, (request, response) => {
    queue.interrupt(interruptedId(() => objectOf(request, {})));
    response.end();
  });
  router.post('/free', json, (request, response) => {
    const body = objectOf(request);
    queue.free({ unloadModels: body['unload_models'] === true, freeMemory: body['free_memory'] === true });
    response.end();
  });
  router.get('/history', (request, response) => {
    const limit = count(queryText(request, 'max_items'), 'max_items') ?? MAX_HISTORY;
    const jobs = store.finished(Math.min(limit, MAX_HISTORY), count(queryText(request, 'offset'), 'offset'));
    response.type('application/json').send(`{${jobs.map(historyEntryText).join(',')}}`);
  });
  router.get('/history/:id', (request, response) => {
    const job = store.get(pathText(request, 'id'));
    response.type('application/json').send(job && isFinished(job) ? `{${historyEntryText(job)}}` : '{}');
  });
  router.post('/history', json, (request, response) => {
    const body = objectOf(request);
    const ids = textsOf(body, 'delete');
    if (body['clear'] === true) store.removeFinished();
    if (ids) store.removeFinished(ids);
    response.end();
  });
  return router;
}

/** ComfyUI takes an empty or broken body as "whatever runs". */
function interruptedId(body: () => { prompt_id?: unknown }): string | undefined {
  try {
    const { prompt_id: id } = body();
    return typeof id === 'string' && id !== '' ? id : undefined;
  } catch {
    return undefined;
  }
}

/** A negative number is no bound: ComfyUI's own default for the offset is -1. */
function count(text: string, name: string): number | undefined {
  if (text === '' || /^-\d{1,9}$/.test(text)) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new HttpError(400, 'bad_request', `${name}: expected a whole number, got ${JSON.stringify(text)}`);
}

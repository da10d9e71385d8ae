import { Router, type Request } from 'express';
import { isFinished, type Job, type JobStore } from '../store/job-store.ts';
import type { JobQueue } from '../queue/job-queue.ts';
import { jsonOf, MAX_JSON_BYTES, pathText, queryText, rawBody } from './body.ts';
import { jobView, STATE } from './job-view.ts';
import { detailedOutputs } from './output-items.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A value of the query that is none of those allowed; answered with `{ error }`. */
class BadQuery extends Error {}

/** `/api/jobs`: queue and history as one list. */
export function jobsRouter(store: JobStore, queue: JobQueue): Router {
  const router = Router();
  router.get('/jobs', (request, response) => {
    try {
      response.json(listing(request, store));
    } catch (error) {
      if (!(error instanceof BadQuery)) throw error;
      response.status(400).json({ error: error.message });
    }
  });
  router.get('/jobs/:id', (request, response) => {
    const job = store.get(pathText(request, 'id'));
    if (!job) {
      response.status(404).json({ error: `job ${pathText(request, 'id')}: no such job` });
      return;
    }
    response.type('application/json').send(detailText(job));
  });
  router.post('/jobs/cancel', rawBody(MAX_JSON_BYTES), (request, response) => {
    const ids = cancelledIds(request);
    const wrong = ids?.filter((id) => typeof id !== 'string' || !UUID.test(id)) ?? [];
    if (!ids || wrong.length > 0) {
      response
        .status(400)
        .json({ error: 'job_ids: expected a list of job ids, got something else', invalid_ids: wrong });
      return;
    }
    response.json({ cancelled: ids.filter((id) => queue.cancel(String(id))).length > 0 });
  });
  router.post('/jobs/:id/cancel', (request, response) => {
    response.json({ cancelled: queue.cancel(pathText(request, 'id')) });
  });
  return router;
}

function cancelledIds(request: Request): unknown[] | undefined {
  try {
    const body = jsonOf(request) as { job_ids?: unknown };
    return Array.isArray(body.job_ids) ? body.job_ids : undefined;
  } catch {
    return undefined;
  }
}

function listing(request: Request, store: JobStore) {
  const statuses = queryText(request, 'status').split(',').filter(Boolean);
  const unknown = statuses.find((status) => !Object.hasOwn(STATE, status));
  if (unknown !== undefined)
    throw new BadQuery(`status: expected ${Object.keys(STATE).join(', ')}, got ${JSON.stringify(unknown)}`);
  const sortBy = oneOf(request, 'sort_by', ['created_at', 'execution_duration']);
  const order = oneOf(request, 'sort_order', ['desc', 'asc']);
  const limit = wholeNumber(request, 'limit', 1);
  const offset = Math.max(0, wholeNumber(request, 'offset') ?? 0);
  const workflowId = queryText(request, 'workflow_id');
  const { jobs, total } = store.page({
    states: statuses.flatMap((status) => STATE[status] ?? []),
    ...(workflowId === '' ? {} : { workflowId }),
    sortBy: sortBy === 'created_at' ? 'created' : 'duration',
    isAscending: order === 'asc',
    offset,
    ...(limit === undefined ? {} : { limit }),
  });
  const pagination = { offset, limit: limit ?? null, total, has_more: offset + jobs.length < total };
  return { jobs: jobs.map(jobView), pagination };
}

function oneOf(request: Request, key: string, words: readonly [string, string]): string {
  const word = queryText(request, key, words[0]);
  if (words.includes(word)) return word;
  throw new BadQuery(`${key}: expected ${words.join(' or ')}, got ${JSON.stringify(word)}`);
}

function wholeNumber(request: Request, key: string, least = Number.MIN_SAFE_INTEGER): number | undefined {
  const text = queryText(request, key);
  if (text === '') return undefined;
  if (/^-?\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new BadQuery(`${key}: expected a whole number, got ${JSON.stringify(text)}`);
}

function detailText(job: Job): string {
  const view = JSON.stringify(jobView(job)).slice(0, -1);
  const workflow = `"workflow":{"prompt":${job.prompt},"extra_data":${job.extraData}}`;
  if (!isFinished(job)) return `${view},${workflow}}`;
  const succeeded = job.state === 'success';
  const status = `{"status_str":"${succeeded ? 'success' : 'error'}","completed":${succeeded},"messages":${job.messages}}`;
  return `${view},"outputs":${JSON.stringify(detailedOutputs(job))},"execution_status":${status},${workflow}}`;
}

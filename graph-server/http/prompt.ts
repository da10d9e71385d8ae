import { Router } from 'express';
import { submit, type SubmitParts } from '../queue/submit.ts';
import { MAX_JSON_BYTES, rawBody, textOf } from './body.ts';

/** `GET /prompt`: the length of the queue. `POST /prompt`: checks a prompt, stores the job, then answers. */
export function promptRouter(parts: SubmitParts): Router {
  const router = Router();
  router.get('/prompt', (_request, response) => {
    response.json({ exec_info: { queue_remaining: parts.store.remaining() } });
  });
  router.post('/prompt', rawBody(MAX_JSON_BYTES), async (request, response) => {
    const { status, text } = await submit(textOf(request), parts);
    response.status(status).type('application/json').send(text);
  });
  return router;
}

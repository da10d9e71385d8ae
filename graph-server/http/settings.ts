import { Router } from 'express';
import { stringifyJson } from '../../ui/src/model/json.ts';
import type { Settings } from '../store/settings.ts';
import { jsonOf, MAX_JSON_BYTES, objectOf, pathText, rawBody } from './body.ts';

/** `/users` and `/settings`: one user, whose settings are JSON values by id. */
export function settingsRouter(settings: Settings): Router {
  const router = Router();
  router.get('/users', (_request, response) => {
    response.json({ storage: 'server', migrated: true });
  });
  router.post('/users', rawBody(MAX_JSON_BYTES), (request, response) => {
    objectOf(request);
    response.status(400).json({ error: 'username: expected the one user of this server, got a new one' });
  });
  router.get('/settings', (_request, response) => {
    const entries = settings.all().map(([id, value]) => `${JSON.stringify(id)}:${value}`);
    response.type('application/json').send(`{${entries.join(',')}}`);
  });
  router.get('/settings/:id', (request, response) => {
    response.type('application/json').send(settings.get(pathText(request, 'id')) ?? 'null');
  });
  router.post('/settings', rawBody(MAX_JSON_BYTES), (request, response) => {
    settings.set(Object.entries(objectOf(request)).map(([id, value]) => [id, stringifyJson(value)]));
    response.end();
  });
  router.post('/settings/:id', rawBody(MAX_JSON_BYTES), (request, response) => {
    settings.set([[pathText(request, 'id'), stringifyJson(jsonOf(request))]]);
    response.end();
  });
  return router;
}

import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Router } from 'express';
import { existingWithin } from '../files/confine.ts';
import { filesBelow } from '../files/model-files.ts';
import { pathText } from './body.ts';
import { HttpError } from './refuse.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.png': 'image/png',
  '.webp': 'image/webp',
};

/** `/workflow_templates`: the workflows that ship, in ComfyUI's form `{ pack: names }`, and their files. */
export function templatesRouter(workflows: string, pack: string): Router {
  const router = Router();
  router.get('/workflow_templates', async (_request, response) => {
    const names = (await filesBelow(workflows)).filter(
      (name) => name.endsWith('.json') && !name.includes('/'),
    );
    response.json({ [pack]: names.map((name) => basename(name, '.json')) });
  });
  router.get('/workflow_templates/:pack/:file', async (request, response) => {
    const file = pathText(request, 'file');
    const type = TYPES[/\.\w+$/.exec(file)?.[0] ?? ''];
    const path =
      pathText(request, 'pack') === pack && type !== undefined
        ? await existingWithin(workflows, file).catch(() => undefined)
        : undefined;
    if (path === undefined || type === undefined)
      throw new HttpError(404, 'not_found', `${file}: no such workflow (GET /workflow_templates lists them)`);
    response.type(type).send(await readFile(path));
  });
  return router;
}

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import { isFileRoot, type Folders } from '../files/folders.ts';
import { modelFolders } from '../files/model-files.ts';
import type { Hub } from '../ws/hub.ts';
import { MAX_JSON_BYTES, objectOf, pathText, rawBody } from './body.ts';
import type { LogBuffer } from './log-buffer.ts';
import { HttpError } from './refuse.ts';

/** What a client may believe of the terminal that the log was written to. */
const SIZE = { cols: 120, rows: 40 };

/** `/internal/…`: what ComfyUI's own front end asks: the log, the folders and their files. */
export function internalRouter(folders: Folders, logs: LogBuffer, hub: Hub): Router {
  const router = Router();
  router.get('/logs', (_request, response) => {
    response.json(logs.entries.map(({ t, m }) => `${t} - ${m}`).join(''));
  });
  router.get('/logs/raw', (_request, response) => {
    response.json({ entries: logs.entries, size: SIZE });
  });
  router.patch('/logs/subscribe', rawBody(MAX_JSON_BYTES), (request, response) => {
    const { clientId, enabled } = objectOf(request);
    if (typeof clientId !== 'string')
      throw new HttpError(400, 'bad_request', 'clientId: expected the id of a client, got another value');
    hub.readLogs(clientId, enabled === true);
    response.end();
  });
  router.get('/folder_paths', async (_request, response) => {
    const names = await modelFolders(folders.models);
    response.json(Object.fromEntries(names.map((name) => [name, [join(folders.models, name)]])));
  });
  router.get('/files/:type', async (request, response) => {
    const type = pathText(request, 'type');
    if (!isFileRoot(type)) {
      response.status(400).json({ error: `${type}: expected input, output or temp, got another folder` });
      return;
    }
    response.json((await newestFirst(folders[type])).map((name) => `${name} [${type}]`));
  });
  return router;
}

/** The plain files of a folder, hidden ones left out. */
async function newestFirst(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
    .map(({ name }) => name);
  const dated = await Promise.all(
    names.map(async (name) => ({ name, at: await stat(join(folder, name)).then(({ mtimeMs }) => mtimeMs) })),
  );
  return dated.sort((a, b) => b.at - a.at).map(({ name }) => name);
}

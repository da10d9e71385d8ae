import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { Router } from 'express';
import type { BrowserFolder } from '../queue/executor.ts';
import { HttpError } from './refuse.ts';

/** `/extensions`: the scripts that packs bring along for browsers; and all their files, at `/extensions/<pack>/…`. */
export function extensionsRouter(browserFolders: () => Promise<readonly BrowserFolder[]>): Router {
  const router = Router();
  router.get('/extensions', async (_request, response) => {
    response.json((await Promise.all((await browserFolders()).map(scriptsOf))).flat());
  });
  router.get('/extensions/:pack/*file', async (request, response, next) => {
    const { pack, file } = request.params;
    const missing = () => new HttpError(404, 'not_found', `${request.path}: no such file of a pack`);
    const found = (await browserFolders()).find((each) => each.pack === pack);
    if (!found) throw missing();
    response.sendFile(
      file.join('/'),
      { root: found.folder, dotfiles: 'ignore', cacheControl: false },
      (error?: Error) => {
        if (error) next(response.headersSent ? error : missing());
      },
    );
  });
  return router;
}

/** The addresses of the scripts in a pack's folder, sorted. */
async function scriptsOf({ pack, folder }: BrowserFolder): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep))
    .filter((parts) => !parts.some((part) => part.startsWith('.')))
    .map((parts) => `/extensions/${[pack, ...parts].map(encodeURIComponent).join('/')}`)
    .sort();
}

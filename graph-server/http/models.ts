import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Router } from 'express';
import { modelFiles, modelFolders } from '../files/model-files.ts';
import { safetensorsMetadata } from '../files/safetensors-metadata.ts';
import { pathText, queryText } from './body.ts';
import { HttpError } from './refuse.ts';

/** `/models`, `/embeddings`, `/experiment/models` and `/view_metadata`: what lies in the models folder. */
export function modelsRouter(models: string): Router {
  const router = Router();
  router.get('/models', async (_request, response) => {
    response.json(await modelFolders(models));
  });
  router.get('/models/:folder', async (request, response) => {
    response.json(await filesOf(models, pathText(request, 'folder')));
  });
  router.get('/embeddings', async (_request, response) => {
    const files = (await modelFiles(models, 'embeddings')) ?? [];
    response.json(files.map((name) => name.replace(/\.[^.]+$/, '')));
  });
  router.get('/experiment/models', async (_request, response) => {
    const folders = (await modelFolders(models)).filter((name) => name !== 'configs');
    response.json(folders.map((name) => ({ name, folders: [join(models, name)] })));
  });
  router.get('/experiment/models/:folder', async (request, response) => {
    const folder = pathText(request, 'folder');
    const names = await filesOf(models, folder);
    response.json(await Promise.all(names.map((name) => factsOf(models, folder, name))));
  });
  router.get('/view_metadata/:folder', async (request, response) => {
    const [folder, name] = [pathText(request, 'folder'), queryText(request, 'filename')];
    const isListed = name.endsWith('.safetensors') && (await filesOf(models, folder)).includes(name);
    const metadata = isListed ? await safetensorsMetadata(join(models, folder, name)) : undefined;
    if (metadata === undefined)
      throw new HttpError(
        404,
        'not_found',
        `${folder}/${name}: expected a safetensors file with metadata, got none`,
      );
    response.json(metadata);
  });
  return router;
}

async function filesOf(models: string, folder: string): Promise<string[]> {
  const files = await modelFiles(models, folder);
  if (files) return files;
  throw new HttpError(404, 'not_found', `${folder}: no such model folder (GET /models lists them)`);
}

/** A model file as ComfyUI's browser of models lists it; times in seconds since 1970. */
async function factsOf(models: string, folder: string, name: string) {
  const { size, mtimeMs, birthtimeMs } = await stat(join(models, folder, name));
  return { name, pathIndex: 0, modified: mtimeMs / 1000, created: birthtimeMs / 1000, size };
}

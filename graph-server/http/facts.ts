import { readFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { Router } from 'express';
import { modelFiles, modelFolders } from '../files/model-files.ts';
import type { Features } from '../ws/messages.ts';
import { pathText } from './body.ts';
import { HttpError } from './refuse.ts';

/** The release of ComfyUI whose protocol is spoken; clients ask features by it. */
const PROTOCOL_VERSION = '0.27.0';

/** `/system_stats`, `/features`, `/models`, `/embeddings` and what ComfyUI's front end asks when it starts. */
export function factsRouter(features: Features, models: string): Router {
  const router = Router();
  router.get('/system_stats', (_request, response) => {
    response.json(systemStats());
  });
  router.get('/features', (_request, response) => {
    response.json(features);
  });
  router.get('/models', async (_request, response) => {
    response.json(await modelFolders(models));
  });
  router.get('/models/:folder', async (request, response) => {
    const folder = pathText(request, 'folder');
    const files = await modelFiles(models, folder);
    if (files === undefined)
      throw new HttpError(404, 'not_found', `${folder}: no such model folder (GET /models lists them)`);
    response.json(files);
  });
  router.get('/embeddings', async (_request, response) => {
    const files = (await modelFiles(models, 'embeddings')) ?? [];
    response.json(files.map((name) => name.replace(/\.[^.]+$/, '')));
  });
  for (const [path, answer] of [
    ['/extensions', []],
    ['/i18n', {}],
    ['/global_subgraphs', {}],
    ['/node_replacements', {}],
  ] as const) {
    router.get(path, (_request, response) => {
      response.json(answer);
    });
  }
  return router;
}

function systemStats() {
  const { version } = packageFacts();
  return {
    system: {
      os: process.platform,
      ram_total: totalmem(),
      ram_free: freemem(),
      comfyui_version: PROTOCOL_VERSION,
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      comfy_package_versions: [],
      python_version: `none (Node ${process.versions.node})`,
      pytorch_version: 'none',
      embedded_python: false,
      deploy_environment: `elite-graph ${version}`,
      argv: [],
    },
    devices: [
      {
        name: cpus()[0]?.model ?? 'cpu',
        type: 'cpu',
        index: null,
        vram_total: totalmem(),
        vram_free: freemem(),
        torch_vram_total: totalmem(),
        torch_vram_free: freemem(),
      },
    ],
  };
}

function packageFacts(): { version: string } {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return JSON.parse(text) as { version: string };
}

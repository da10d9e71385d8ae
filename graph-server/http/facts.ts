import { readFileSync } from 'node:fs';
import { cpus, freemem, totalmem } from 'node:os';
import { Router } from 'express';
import type { Features } from '../ws/messages.ts';

/** The release of ComfyUI whose protocol is spoken; clients ask features by it. */
const PROTOCOL_VERSION = '0.27.0';

/** `/system_stats`, `/features` and what ComfyUI's front end asks when it starts. */
export function factsRouter(features: Features): Router {
  const router = Router();
  router.get('/system_stats', (_request, response) => {
    response.json(systemStats());
  });
  router.get('/features', (_request, response) => {
    response.json(features);
  });
  for (const [path, answer] of [
    ['/i18n', {}],
    ['/global_subgraphs', {}],
    ['/global_subgraphs/:id', null],
    ['/node_replacements', {}],
    ['/templates/index.json', []],
    ['/templates/index_logo.json', {}],
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

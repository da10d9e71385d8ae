import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import express, { Router } from 'express';
import helmet from 'helmet';
import { atomicCreate } from '../files/atomic-write.ts';
import { SHARED_HEADERS, staticAssets } from './editor.ts';

/**
 * A front-end of ComfyUI's from a folder of its build, in place of the editor. It may use inline styles, WebAssembly and
 * the scripts inside its own index.html; no request of it leaves this server.
 */
export function frontEndRouter(folder: string): Router {
  const router = Router();
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const directives = policy(inlineScripts(page));
  router.use(helmet({ ...SHARED_HEADERS, contentSecurityPolicy: { useDefaults: false, directives } }));
  router.get('/', (_request, response) => {
    response.setHeader('Cache-Control', 'no-store, must-revalidate').type('html').send(page);
  });
  router.get('/user.css', (_request, response) => {
    response.type('text/css').send('');
  });
  router.use('/assets', staticAssets(join(folder, 'assets')));
  router.use(express.static(folder, { index: false, redirect: false }));
  return router;
}

/** Writes the user's files that such a front-end asks for when it starts, where they are missing. */
export async function prepareUserFiles(userFolder: string): Promise<void> {
  const root = join(userFolder, 'default');
  await mkdir(join(root, 'subgraphs'), { recursive: true });
  await atomicCreate(join(root, 'comfy.templates.json'), Buffer.from('[]'));
  await atomicCreate(join(root, 'user.css'), Buffer.from(''));
}

/** The scripts written inside a page. */
function inlineScripts(page: string): string[] {
  return [...page.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/gi)].map(([, text = '']) => text);
}

function policy(scripts: readonly string[]): Record<string, string[]> {
  const hashes = scripts.map((script) => `'sha256-${hash('sha256', script, 'base64')}'`);
  const own = ["'self'"];
  return {
    defaultSrc: own,
    scriptSrc: [...own, "'wasm-unsafe-eval'", 'blob:', ...hashes],
    styleSrc: [...own, "'unsafe-inline'"],
    imgSrc: [...own, 'blob:', 'data:'],
    mediaSrc: [...own, 'blob:', 'data:'],
    fontSrc: [...own, 'data:'],
    connectSrc: [...own, 'blob:', 'data:'],
    workerSrc: [...own, 'blob:'],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
    objectSrc: ["'none'"],
  };
}

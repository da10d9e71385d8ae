import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { Router, type RequestHandler } from 'express';
import helmet from 'helmet';
import { resourcePolicy } from './gate-handler.ts';

const ONE_YEAR_MS = 365 * 24 * 3600 * 1000;

/** Headers of every page and answer. */
export const SHARED_HEADERS = {
  referrerPolicy: { policy: 'no-referrer' },
  crossOriginOpenerPolicy: { policy: 'same-origin' },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  strictTransportSecurity: false, // plain http on loopback
  xFrameOptions: { action: 'deny' },
} as const;

/** Headers of the API's answers: nothing in them may run, be framed or be cached. */
export function apiHeaders(): RequestHandler[] {
  const policy = { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } };
  return [
    helmet({ ...SHARED_HEADERS, contentSecurityPolicy: policy }),
    resourcePolicy,
    (_request, response, next) => {
      response.setHeader('Cache-Control', 'no-store');
      next();
    },
  ];
}

/** The built editor under the strictest policy it runs with: no inline script or style, no eval, trusted types. */
export function editorRouter(folder: string): Router {
  const router = Router();
  router.use(
    helmet({
      ...SHARED_HEADERS,
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'"],
          imgSrc: ["'self'", 'blob:', 'data:'],
          fontSrc: ["'self'"],
          connectSrc: ["'self'"],
          workerSrc: ["'self'"],
          manifestSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'none'"],
          frameAncestors: ["'none'"],
          objectSrc: ["'none'"],
          requireTrustedTypesFor: ["'script'"],
          trustedTypes: ["'none'"],
        },
      },
    }),
  );
  router.get('/', (_request, response, next) => {
    const index = join(folder, 'index.html');
    if (!existsSync(index)) {
      response
        .status(503)
        .type('text/plain')
        .send('editor: expected ui/dist, got none (npm run build:ui builds it)\n');
      return;
    }
    response.setHeader('Cache-Control', 'no-store, must-revalidate');
    response.sendFile(index, { cacheControl: false }, (error?: Error) => error && next(error));
  });
  router.use('/assets', staticAssets(join(folder, 'assets')));
  router.use(express.static(folder, { index: false, redirect: false }));
  return router;
}

/** Files whose names change with what they hold, and so may be kept for a year. */
export const staticAssets = (folder: string): RequestHandler =>
  express.static(folder, { immutable: true, maxAge: ONE_YEAR_MS, index: false, redirect: false });

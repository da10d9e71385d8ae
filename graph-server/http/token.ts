import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import { TOKEN_COOKIE } from './gate.ts';

/** Whether an address is reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || address.startsWith('127.');
}

/** The token of a data folder: 256 random bits, drawn once, readable by its owner only. */
export function tokenOf(state: string): string {
  const file = join(state, 'token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** Exchanges a `?token=` that opened the editor for a cookie, so that the token leaves the address bar. */
export const tokenToCookie: RequestHandler = (request, response, next) => {
  const token = request.query['token'];
  if (request.path !== '/' || typeof token !== 'string') {
    next();
    return;
  }
  response.cookie(TOKEN_COOKIE, token, { httpOnly: true, sameSite: 'strict', path: '/' });
  response.redirect(303, '/');
};

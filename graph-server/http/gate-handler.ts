import type { Request, RequestHandler, Response } from 'express';
import { allowedOrigin, gate, type GateRules } from './gate.ts';
import { refuse } from './refuse.ts';

const METHODS = 'POST, GET, DELETE, PUT, OPTIONS, PATCH';
const HEADERS = 'Content-Type, Authorization, Comfy-User';
const TOKEN_IS_MISSING = 401;

/**
 * The gate before every request. Pages of allowed origins may read what they are answered, refusals too; their browsers
 * ask first (a preflight, which never carries a token).
 */
export function gateHandler(rules: GateRules): RequestHandler {
  return (request, response, next) => {
    const origin = allowedOrigin(request, rules);
    if (origin !== undefined) letRead(response, origin);
    const refusal = gate(request, rules);
    if (
      origin !== undefined &&
      isPreflight(request) &&
      (refusal?.status ?? TOKEN_IS_MISSING) === TOKEN_IS_MISSING
    )
      response.setHeader('Access-Control-Allow-Methods', METHODS).status(204).end();
    else if (refusal) refuse(response, refusal.status, 'refused', refusal.message);
    else next();
  };
}

function letRead(response: Response, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Credentials', 'true');
  response.setHeader('Access-Control-Allow-Headers', HEADERS);
  response.setHeader('Vary', 'Origin');
}

function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
}

/** Answers pages of allowed origins in a form that they may embed, as pictures in a page are. */
export const resourcePolicy: RequestHandler = (_request, response, next) => {
  const isAllowed = response.hasHeader('Access-Control-Allow-Origin');
  if (isAllowed) response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
  next();
};

import type { ErrorRequestHandler, RequestHandler, Response, Router } from 'express';
import type { ErrorType } from '../engine/errors.ts';
import { FileNameError } from '../files/confine.ts';
import { systemRefusal } from './system-refusal.ts';

/** A request that is refused with a status and one sentence. */
export class HttpError extends Error {
  readonly status: number;
  readonly type: ErrorType;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    type: ErrorType,
    message: string,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.type = type;
    this.headers = headers;
  }
}

/** A refusal as clients read it. */
interface Refused {
  readonly status: number;
  readonly type: ErrorType;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with ComfyUI's error body. */
export function refuse(response: Response, status: number, type: ErrorType, message: string): void {
  response.status(status).json({ error: { type, message, details: '', extra_info: {} }, node_errors: {} });
}

/** Answers what no route answers. */
export const notFound: RequestHandler = (request, response) => {
  refuse(response, 404, 'not_found', `${request.method} ${request.path}: no such route`);
};

/** Answers a path that has a route for other verbs only. */
export function wrongVerb(...routers: readonly Router[]): RequestHandler {
  return (request, response, next) => {
    const layers = routers.flatMap((router) => router.stack);
    const routes = layers.flatMap(({ route }) =>
      route && !route.path.startsWith('/:') && patternOf(route.path).test(request.path) ? [route] : [],
    );
    const verbs = new Set(routes.flatMap(({ stack }) => stack.map(({ method }) => method.toUpperCase())));
    if (verbs.size === 0 || request.method === 'OPTIONS') {
      next();
      return;
    }
    response.setHeader('Allow', [...verbs].join(', '));
    const sentence = `${request.path}: expected ${[...verbs].join(' or ')}, got ${request.method}`;
    refuse(response, 405, 'bad_request', sentence);
  };
}

function patternOf(path: string): RegExp {
  return new RegExp(
    `^${path.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+').replace(/\*\w+/g, '.+')}/?$`,
    'i',
  );
}

/** Turns what a route throws into an answer; a fault of the server is logged and told without its trace. */
export const answerError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status, type, message, headers = {} } = refusalOf(error);
  if (status === 500) console.error(`${request.method} ${request.path}:`, error);
  response.set(headers);
  refuse(response, status, type, message);
};

/** Express says of a body or an address that it cannot read neither where nor what it expected; our own errors do. */
function sentenceOf(error: Error): string {
  const { type, limit } = error as { type?: unknown; limit?: unknown };
  if (typeof type !== 'string' && !(error instanceof URIError)) return error.message;
  if (type === 'entity.too.large') return `body: expected at most ${String(limit)} bytes, got more`;
  return `request: expected a whole one, got one that is not (${error.message})`;
}

/** What a client is told of something thrown. */
export function refusalOf(error: unknown): Refused {
  if (error instanceof HttpError) return error;
  if (error instanceof FileNameError) return { status: 403, type: 'forbidden_path', message: error.message };
  const system = systemRefusal(error);
  if (system) return system;
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    return { status: error.status, type: 'bad_request', message: sentenceOf(error) };
  }
  return {
    status: 500,
    type: 'internal_error',
    message: error instanceof Error ? error.message : String(error),
  };
}

import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { ErrorType } from '../engine/errors.ts';
import { FileNameError } from '../files/confine.ts';

/** A request that is refused with a status and one sentence. */
export class HttpError extends Error {
  readonly status: number;
  readonly type: ErrorType;

  constructor(status: number, type: ErrorType, message: string) {
    super(message);
    this.status = status;
    this.type = type;
  }
}

/** Answers with ComfyUI's error body. */
export function refuse(response: Response, status: number, type: ErrorType, message: string): void {
  response.status(status).json({ error: { type, message, details: '', extra_info: {} }, node_errors: {} });
}

/** Answers what no route answers. */
export const notFound: RequestHandler = (request, response) => {
  refuse(response, 404, 'not_found', `${request.method} ${request.path}: no such route`);
};

/** Turns what a route throws into an answer; a fault of the server is logged and told without its trace. */
export const answerError: ErrorRequestHandler = (error: unknown, request, response, next) => {
  if (response.headersSent) {
    next(error);
    return;
  }
  const { status, type, message } = refusalOf(error);
  if (status === 500) console.error(`${request.method} ${request.path}:`, error);
  refuse(response, status, type, message);
};

function refusalOf(error: unknown): { status: number; type: ErrorType; message: string } {
  if (error instanceof HttpError) return error;
  if (error instanceof FileNameError) return { status: 403, type: 'forbidden_path', message: error.message };
  if (error instanceof Error && 'status' in error && typeof error.status === 'number' && error.status < 500) {
    return { status: error.status, type: 'bad_request', message: error.message };
  }
  return {
    status: 500,
    type: 'internal_error',
    message: error instanceof Error ? error.message : String(error),
  };
}

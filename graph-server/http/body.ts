import express, { type Request, type RequestHandler } from 'express';
import { isJsonObject, parseJson, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import { HttpError } from './refuse.ts';

/** Bodies of JSON may be this long; uploads have their own limit. */
export const MAX_JSON_BYTES = 16 * 2 ** 20;

/** Reads a body as bytes, whatever its content type says: many clients send JSON with a form's type or none. */
export function rawBody(limit: number): RequestHandler {
  return express.raw({ type: () => true, inflate: false, limit });
}

/** The text of a body that `rawBody` read. */
export function textOf(request: Request): string {
  const body: unknown = request.body;
  if (!(body instanceof Buffer)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new HttpError(400, 'bad_json', 'body: expected UTF-8 text, got other bytes');
  }
}

/** The JSON of a body; `empty` stands for an empty one. */
export function jsonOf(request: Request, empty?: Json): Json {
  const text = textOf(request);
  if (text.trim() === '' && empty !== undefined) return empty;
  try {
    return parseJson(text, 'body');
  } catch (error) {
    throw new HttpError(400, 'bad_json', error instanceof Error ? error.message : String(error));
  }
}

/** The JSON object of a body. */
export function objectOf(request: Request, empty?: JsonObject): JsonObject {
  const value = jsonOf(request, empty);
  if (isJsonObject(value)) return value;
  throw new HttpError(400, 'bad_json', 'body: expected a JSON object, got another value');
}

/** A list of texts under a key of a body; undefined when the key is absent. */
export function textsOf(body: JsonObject, key: string): string[] | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new HttpError(400, 'bad_json', `body.${key}: expected a list of texts, got another value`);
}

/** One text of the query; a key that is absent or repeated gives the fallback. */
export function queryText(request: Request, key: string, fallback = ''): string {
  const value = request.query[key];
  return typeof value === 'string' ? value : fallback;
}

/** One part of the path. */
export function pathText(request: Request, key: string): string {
  const value: unknown = request.params[key];
  return Array.isArray(value) ? value.join('/') : String(value);
}

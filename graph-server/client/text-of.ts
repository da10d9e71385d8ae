import type { Json } from '../../ui/src/model/json.ts';

/** A text or number of a message as text; anything else says nothing. */
export function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

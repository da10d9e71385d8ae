import { isJsonObject, type Json, type JsonObject } from '../../ui/src/model/json.ts';

/** A request that the server refused; `message` is its sentence. */
export class RefusedError extends Error {
  readonly status: number;
  /** ComfyUI's error body. */
  readonly error: JsonObject;
  readonly nodeErrors: JsonObject;

  constructor(data: JsonObject) {
    const [error, nodeErrors] = [objectOf(data['error']), objectOf(data['node_errors'])];
    super(sentences(error, nodeErrors));
    this.status = Number(data['status']);
    this.error = error;
    this.nodeErrors = nodeErrors;
  }
}

/** What something thrown says. */
export function refusalSentence(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** One sentence for each faulty input, else that of the whole. */
function sentences(error: JsonObject, nodeErrors: JsonObject): string {
  const faults = Object.values(nodeErrors).flatMap((entry) => {
    const errors = isJsonObject(entry) ? entry['errors'] : undefined;
    return Array.isArray(errors) ? errors.filter(isJsonObject).map(({ message }) => text(message)) : [];
  });
  return faults.length > 0 ? [...new Set(faults)].join('\n') : text(error['message']);
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : 'refused without a reason';
}

function objectOf(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

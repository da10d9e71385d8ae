import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readGraphFile } from '../../ui/src/model/graph-file.ts';
import { graphToPrompt } from '../../ui/src/model/graph-to-prompt.ts';
import type { JsonObject } from '../../ui/src/model/json.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import type { Prompt } from '../../ui/src/model/prompt.ts';

/** A graph from a file, ready to run. */
export interface LoadedGraph {
  readonly prompt: Prompt;
  /** The workflow as the file had it; an API prompt has none. */
  readonly workflow?: JsonObject;
}

/**
 * Reads a workflow, an API prompt, or a picture that carries one.
 * @throws an Error of one sentence that names the file
 */
export async function loadGraph(path: string, objectInfo: ObjectInfo): Promise<LoadedGraph> {
  const file = readGraphFile(await fileBytes(path), basename(path), { keepsFloats: true });
  if (file.kind === 'prompt') return { prompt: file.prompt };
  return { prompt: graphToPrompt(file.workflow, objectInfo), workflow: file.workflow.raw };
}

/** The bytes of a file that a person named. */
export async function fileBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    const reason =
      cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? 'no such file' : String(cause);
    throw new Error(`${path}: ${reason}`, { cause });
  });
}

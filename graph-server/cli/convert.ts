import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readGraphFile, type GraphFile } from '../../ui/src/model/graph-file.ts';
import { graphToPrompt } from '../../ui/src/model/graph-to-prompt.ts';
import { stringifyJson, type Json } from '../../ui/src/model/json.ts';
import { nodeTypes } from '../../ui/src/model/node-type.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import { openDocument } from '../../ui/src/model/open-document.ts';
import { isPictureBytes } from '../../ui/src/model/picture-text.ts';
import { savedDocument } from '../../ui/src/model/save-document.ts';
import { configOf } from '../config.ts';
import { fileBytes } from './load-graph.ts';
import { LocalRunner } from './local-runner.ts';
import { RemoteRunner } from './remote-runner.ts';
import { onlyFile, UsageError } from './usage.ts';

const FLAGS = {
  to: { type: 'string' },
  out: { type: 'string' },
  server: { type: 'string' },
  data: { type: 'string' },
  bundle: { type: 'string' },
  config: { type: 'string' },
} as const;

/**
 * `elite-graph convert`: turns a workflow of the editor into an API prompt, an API prompt into a workflow, and takes
 * the workflow out of a picture; on standard output or in a file.
 */
export async function convert(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options: FLAGS, allowPositionals: true, strict: true });
  const path = onlyFile(positionals, 'convert');
  const [bytes, name] = [await fileBytes(path), basename(path)];
  const file = readGraphFile(bytes, name, { keepsFloats: true });
  const target = targetOf(values.to, file.kind === 'prompt' || isPictureBytes(bytes) ? 'workflow' : 'prompt');
  const asItIs = asStored(file, target);
  const graph = asItIs ?? (await withTypes(values, (types) => converted(file, name, types)));
  const text = stringifyJson(graph, 2);
  if (values.out === undefined) console.log(text);
  else await writeFile(values.out, `${text}\n`);
  return 0;
}

function targetOf(told: string | undefined, otherwise: GraphFile['kind']): GraphFile['kind'] {
  if (told === undefined) return otherwise;
  if (told === 'workflow' || told === 'prompt') return told;
  throw new UsageError(`--to ${told}: expected workflow or prompt, got another word`);
}

/** A graph that has the wanted form already; no node types are needed for it. */
function asStored(file: GraphFile, target: GraphFile['kind']): Json | undefined {
  if (file.kind !== target) return undefined;
  return file.kind === 'workflow' ? file.workflow.raw : (file.prompt as unknown as Json);
}

function converted(file: GraphFile, name: string, objectInfo: ObjectInfo): Json {
  if (file.kind === 'workflow') return graphToPrompt(file.workflow, objectInfo) as unknown as Json;
  const types = nodeTypes(objectInfo);
  const title = name.replace(/\.[^.]*$/, '');
  return savedDocument(openDocument(file, types, { id: title, title }), types);
}

async function withTypes<T>(
  values: Parameters<typeof configOf>[0] & { readonly server?: string | undefined },
  use: (types: ObjectInfo) => T,
): Promise<T> {
  const runner =
    values.server === undefined
      ? await LocalRunner.start(configOf(values), '.')
      : new RemoteRunner(values.server);
  try {
    return use(await runner.objectInfo());
  } finally {
    await runner.close();
  }
}

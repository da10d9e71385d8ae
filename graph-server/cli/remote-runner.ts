import { basename, extname, join } from 'node:path';
import { WebSocket } from 'ws';
import type { Json, JsonObject } from '../../ui/src/model/json.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import type { Prompt } from '../../ui/src/model/prompt.ts';
import { GraphClient } from '../client/graph-client.ts';
import { atomicCreate } from '../files/atomic-write.ts';
import { filesOf, type OutputFile } from '../queue/output-files.ts';
import type { Message } from '../ws/messages.ts';
import { fileBytes } from './load-graph.ts';
import { refusalSentences, type RunOutcome, type Runner } from './runner.ts';

/** Runs workflows on a server, all over one WebSocket. */
export class RemoteRunner implements Runner {
  readonly #url: string;
  #client: Promise<GraphClient> | undefined;

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  async objectInfo(): Promise<ObjectInfo> {
    return (await (await this.#connected()).objectInfo()) as unknown as ObjectInfo;
  }

  async upload(path: string): Promise<string> {
    const bytes = await fileBytes(path);
    return (await (await this.#connected()).upload(bytes, basename(path))).filename;
  }

  async run(
    prompt: Prompt,
    workflow: JsonObject | undefined,
    onMessage: (message: Message) => void,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    const client = await this.#connected();
    const extraData: JsonObject = workflow ? { extra_pnginfo: { workflow } } : {};
    const submission = { prompt: prompt as unknown as Json, extraData, pictures: false };
    const listener = {
      onMessage: (type: string, data: JsonObject) => !isEnd(type, data) && onMessage({ type, data }),
    };
    const { state, outputs, reason, nodeErrors } = await client.run(submission, { ...listener, signal });
    const files = filesOf(outputs);
    const faults = refusalSentences('', nodeErrors);
    if (faults !== '') return { state: 'error', files, reason: faults };
    return { state, files, ...(reason === undefined ? {} : { reason }) };
  }

  async save({ filename, subfolder, type }: OutputFile, folder: string): Promise<string> {
    const bytes = await (await this.#connected()).file({ filename, subfolder, type });
    const [extension, from] = [extname(filename), subfolder === '' ? folder : join(folder, subfolder)];
    const stem = basename(filename, extension);
    for (let count = 0; ; count += 1) {
      const path = join(from, count === 0 ? filename : `${stem} (${count})${extension}`);
      if (await atomicCreate(path, bytes)) return path;
    }
  }

  async close(): Promise<void> {
    (await this.#client?.catch(() => undefined))?.close();
  }

  #connected(): Promise<GraphClient> {
    return (this.#client ??= GraphClient.connect(this.#url, { WebSocket }));
  }
}

/** The end marker that scripts wait for says nothing to a person. */
function isEnd(type: string, data: JsonObject): boolean {
  return type === 'executing' && data['node'] === null;
}

import { randomUUID } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { WebSocket } from 'ws';
import { parseJson, stringifyJson, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import type { Prompt } from '../../ui/src/model/prompt.ts';
import { atomicCreate } from '../files/atomic-write.ts';
import type { Message } from '../ws/messages.ts';
import { fileBytes } from './load-graph.ts';
import {
  filesOf,
  isRecord,
  reasonOf,
  refusalSentences,
  type OutputFile,
  type RunOutcome,
  type Runner,
} from './runner.ts';

/** Runs workflows on a server, over HTTP and its WebSocket. */
export class RemoteRunner implements Runner {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.replace(/\/+$/, '');
  }

  async objectInfo(): Promise<ObjectInfo> {
    const text = await (await this.#fetch('/object_info')).text();
    return parseJson(text, `${this.#url}/object_info`) as unknown as ObjectInfo;
  }

  async upload(path: string): Promise<string> {
    const form = new FormData();
    form.append('image', new Blob([Uint8Array.from(await fileBytes(path))]), basename(path));
    const answer = await this.#json('/upload/image', { method: 'POST', body: form });
    if (!isRecord(answer) || typeof answer['name'] !== 'string')
      throw new Error(`${this.#url}: expected the name of the upload, got another answer`);
    return answer['name'];
  }

  async run(
    prompt: Prompt,
    workflow: JsonObject | undefined,
    onMessage: (message: Message) => void,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    const [clientId, promptId] = [randomUUID(), randomUUID()];
    const socket = new WebSocket(`${this.#url.replace(/^http/, 'ws')}/ws?clientId=${clientId}`);
    const ended = followed(socket, promptId, onMessage);
    ended.catch(() => undefined); // awaited below; a refusal before that must not end the process
    const interrupt = () =>
      void this.#fetch('/interrupt', { method: 'POST', body: JSON.stringify({ prompt_id: promptId }) });
    signal.addEventListener('abort', interrupt);
    try {
      await opened(socket, this.#url);
      const extra: JsonObject = workflow ? { extra_pnginfo: { workflow } } : {};
      const body: JsonObject = {
        prompt: prompt as unknown as Json,
        prompt_id: promptId,
        client_id: clientId,
        extra_data: extra,
      };
      const accepted = await this.#json('/prompt', { method: 'POST', body: stringifyJson(body) });
      const faults = isRecord(accepted) ? refusalSentences('', accepted['node_errors']) : '';
      await ended;
      const outcome = await this.#outcome(promptId);
      return faults === '' ? outcome : { ...outcome, state: 'error', reason: faults };
    } finally {
      signal.removeEventListener('abort', interrupt);
      socket.close();
    }
  }

  async save({ filename, subfolder, type }: OutputFile, folder: string): Promise<string> {
    const response = await this.#fetch(
      `/view?${new URLSearchParams({ filename, subfolder, type }).toString()}`,
    );
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [extension, from] = [extname(filename), subfolder === '' ? folder : join(folder, subfolder)];
    const stem = basename(filename, extension);
    for (let count = 0; ; count += 1) {
      const path = join(from, count === 0 ? filename : `${stem} (${count})${extension}`);
      if (await atomicCreate(path, bytes)) return path;
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  async #outcome(promptId: string): Promise<RunOutcome> {
    const history = await this.#json(`/history/${promptId}`);
    const entry = isRecord(history) ? history[promptId] : undefined;
    if (!isRecord(entry) || !isRecord(entry['status']))
      throw new Error(`${this.#url}: expected job ${promptId} in the history, got none`);
    const files = filesOf(isRecord(entry['outputs']) ? entry['outputs'] : {});
    if (entry['status']['status_str'] === 'success') return { state: 'success', files };
    const [type, data] = (entry['status']['messages'] as [string, unknown][]).at(-1) ?? ['error', undefined];
    return {
      state: type === 'execution_interrupted' ? 'interrupted' : 'error',
      files,
      reason: reasonOf({ type, data }),
    };
  }

  async #json(path: string, init?: RequestInit): Promise<unknown> {
    return (await this.#fetch(path, init)).json();
  }

  async #fetch(path: string, init?: RequestInit): Promise<Response> {
    const response = await fetch(this.#url + path, init).catch((cause: unknown) => {
      throw new Error(
        `${this.#url}: expected a server that answers, got none (elite-graph serve starts one)`,
        { cause },
      );
    });
    if (response.ok) return response;
    const text = await response.text();
    throw new Error(refusalOf(text) ?? `${this.#url}${path}: expected status 200, got ${response.status}`);
  }
}

function refusalOf(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) && 'error' in body
      ? refusalSentences(body['error'], body['node_errors'])
      : undefined;
  } catch {
    return undefined; // not ComfyUI's error body; the status says enough
  }
}

function opened(socket: WebSocket, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', (cause) => {
      reject(
        new Error(`${url}: expected a server that answers, got none (elite-graph serve starts one)`, {
          cause,
        }),
      );
    });
  });
}

/** Passes on the messages of one job until its end marker. */
function followed(socket: WebSocket, promptId: string, onMessage: (message: Message) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', () => undefined); // the close that follows tells
    socket.on('close', () => {
      reject(new Error('server: expected the end of the job, got a closed connection'));
    });
    socket.on('message', (bytes, isBinary) => {
      if (isBinary || !(bytes instanceof Buffer)) return;
      const message = JSON.parse(bytes.toString()) as Message;
      if (!isRecord(message.data) || message.data['prompt_id'] !== promptId) return;
      if (message.type === 'executing' && message.data['node'] === null) resolve();
      else onMessage(message);
    });
  });
}

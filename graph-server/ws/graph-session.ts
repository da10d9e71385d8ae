import { readFile } from 'node:fs/promises';
import type { WebSocket } from 'ws';
import {
  isJsonObject,
  parseJson,
  stringifyJson,
  type Json,
  type JsonObject,
} from '../../ui/src/model/json.ts';
import { FRAME, framesOf, MAX_FRAME, PROTOCOL_VERSION } from '../client/frames.ts';
import { textOf } from '../client/text-of.ts';
import { existingWithin, relativeName } from '../files/confine.ts';
import { fileReference } from '../files/folders.ts';
import { jobView } from '../http/job-view.ts';
import { jsonMembers } from '../http/json-members.ts';
import { HttpError, refusalOf } from '../http/refuse.ts';
import type { UploadParts } from '../http/upload.ts';
import { filesOf } from '../queue/output-files.ts';
import { submit, type SubmitParts } from '../queue/submit.ts';
import { isFinished, type Job } from '../store/job-store.ts';
import type { SocketListener } from './hub.ts';
import { SocketUploads } from './socket-uploads.ts';
import { submissionText } from './submission.ts';

/** What a session works with. */
interface SessionParts extends SubmitParts {
  readonly uploads: UploadParts;
  readonly maxUploadBytes: number;
}

const RATE = { messages: 60, perMs: 1000 };
const TOO_FAST = 1008;

/** A whole run over one socket: the messages `graph.…`, which clients of ComfyUI neither send nor get. */
export class GraphSession implements SocketListener {
  readonly #clientId: string;
  readonly #socket: WebSocket;
  readonly #parts: SessionParts;
  readonly #uploads: SocketUploads;
  readonly #followed = new Map<string, () => void>();
  #streams = 0;
  #recent: number[] = [];

  constructor(clientId: string, socket: WebSocket, parts: SessionParts) {
    this.#clientId = clientId;
    this.#socket = socket;
    this.#parts = parts;
    this.#uploads = new SocketUploads(parts.uploads, parts.maxUploadBytes);
  }

  text(text: string): void {
    const message = parseJson(text, 'socket');
    if (!isJsonObject(message) || !textOf(message['type']).startsWith('graph.')) return;
    const now = performance.now();
    this.#recent = [...this.#recent.filter((at) => now - at < RATE.perMs), now];
    if (this.#recent.length > RATE.messages) {
      this.#socket.close(TOO_FAST, `expected at most ${RATE.messages} messages a second`);
      return;
    }
    const sent = message['data'];
    const [data, dataText] = isJsonObject(sent) ? [sent, jsonMembers(text).get('data') ?? '{}'] : [{}, '{}'];
    const request = data['request'] ?? null;
    this.#answer(textOf(message['type']), data, dataText).catch((error: unknown) => {
      this.#refuse(request, error);
    });
  }

  bytes(bytes: Buffer): void {
    void this.#uploads.take(bytes)?.then((end) => {
      if ('error' in end) this.#refuse(end.request, end.error);
      else this.#send('graph.uploaded', { request: end.request, ...end.file });
    });
  }

  closed(): void {
    for (const stop of this.#followed.values()) stop();
    this.#followed.clear();
    this.#uploads.clear();
  }

  async #answer(type: string, data: JsonObject, dataText: string): Promise<void> {
    const request = data['request'] ?? null;
    switch (type) {
      case 'graph.hello':
        this.#hello(data, request);
        return;
      case 'graph.object_info':
        this.#send('graph.object_info', {
          request,
          object_info: (await this.#parts.executor.objectInfo()) as JsonObject,
        });
        return;
      case 'graph.upload':
        this.#uploads.open(data);
        return;
      case 'graph.submit':
        await this.#submit(data, dataText);
        return;
      case 'graph.cancel':
        this.#send('graph.cancelled', {
          request,
          prompt_id: data['prompt_id'] ?? null,
          cancelled: this.#parts.queue.cancel(textOf(data['prompt_id'])),
        });
        return;
      case 'graph.follow':
        this.#send('graph.job', { request, ...(jobView(this.#job(data)) as unknown as JsonObject) });
        this.#follow(textOf(data['prompt_id']), data['pictures'] !== false);
        return;
      case 'graph.get':
        await this.#sendFile(data, { request });
        return;
      default:
        throw new HttpError(
          400,
          'bad_request',
          `${type}: expected a message of version ${PROTOCOL_VERSION}, got another`,
        );
    }
  }

  #hello(data: JsonObject, request: Json): void {
    if (data['version'] !== undefined && data['version'] !== PROTOCOL_VERSION) {
      const got = stringifyJson(data['version']);
      throw new HttpError(400, 'bad_request', `version: expected ${PROTOCOL_VERSION}, got ${got}`);
    }
    this.#send('graph.hello', {
      request,
      version: PROTOCOL_VERSION,
      max_frame: MAX_FRAME,
      max_upload: this.#parts.maxUploadBytes,
    });
  }

  async #submit(data: JsonObject, dataText: string): Promise<void> {
    const text = await submissionText(data, dataText, this.#clientId, this.#parts.executor);
    const answer = await submit(text, this.#parts);
    const body = parseJson(answer.text, 'answer') as JsonObject;
    const request = data['request'] ?? null;
    if (answer.status !== 200) {
      this.#send('graph.refused', { request, status: answer.status, ...body });
      return;
    }
    this.#send('graph.accepted', { request, ...body });
    this.#follow(textOf(body['prompt_id']), data['pictures'] !== false);
  }

  /** Tells the end of a job, now or when it comes. */
  #follow(id: string, withPictures: boolean): void {
    this.#followed.get(id)?.();
    const end = () => {
      this.#followed.delete(id);
      this.#end(id, withPictures).catch((error: unknown) => {
        this.#refuse(null, error);
      });
    };
    const job = this.#parts.store.get(id);
    if (job && !isFinished(job)) this.#followed.set(id, this.#parts.queue.watch(id, end));
    else end();
  }

  /** Sends the pictures of a job that has ended, then how it ended. */
  async #end(id: string, withPictures: boolean): Promise<void> {
    const job = this.#parts.store.get(id);
    const outputs = parseJson(job?.outputs ?? '{}', 'outputs') as JsonObject;
    if (withPictures)
      for (const { node, ...file } of filesOf(outputs)) await this.#sendFile(file, { prompt_id: id, node });
    const reason = reasonOf(job);
    this.#send('graph.end', {
      prompt_id: id,
      state: job?.state ?? 'interrupted',
      outputs,
      ...(reason === undefined ? {} : { reason }),
    });
  }

  async #sendFile(named: Readonly<Record<string, Json>>, to: JsonObject): Promise<void> {
    const file = fileReference(named);
    if (!file)
      throw new HttpError(
        400,
        'bad_request',
        'file: expected filename, subfolder and type, got something else',
      );
    const { filename, subfolder, type } = file;
    const name = relativeName(subfolder, filename);
    const path = await existingWithin(this.#parts.uploads.folders[type], name);
    if (path === undefined) throw new HttpError(404, 'not_found', `${type}/${name}: no such file`);
    const bytes = await readFile(path);
    const stream = (this.#streams += 1);
    this.#send('graph.picture', { ...to, stream, filename, subfolder, type, size: bytes.length });
    for (const frame of framesOf(FRAME.picture, stream, bytes)) await this.#sendFrame(frame);
  }

  /** One frame after the other, so that a slow reader holds one frame in memory and not a picture. */
  #sendFrame(frame: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      this.#socket.send(frame, () => {
        resolve();
      });
    });
  }

  #job(data: JsonObject): Job {
    const id = textOf(data['prompt_id']);
    const job = this.#parts.store.get(id);
    if (job) return job;
    throw new HttpError(404, 'not_found', `job ${id}: no such job`);
  }

  #refuse(request: Json, thrown: unknown): void {
    const { status, type, message } = refusalOf(thrown);
    if (status === 500) console.error('socket:', thrown);
    const error = { type, message, details: '', extra_info: {} };
    this.#send('graph.refused', { request, status, error, node_errors: {} });
  }

  #send(type: string, data: JsonObject): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(stringifyJson({ type, data }));
  }
}

function reasonOf(job: Job | undefined): string | undefined {
  if (!job) return 'removed from the queue';
  if (job.state === 'success') return undefined;
  const [type, data] = (JSON.parse(job.messages) as [string, { exception_message?: string }][]).at(-1) ?? [
    '',
    {},
  ];
  return type === 'execution_error' ? (data.exception_message ?? 'failed').trim() : 'interrupted';
}

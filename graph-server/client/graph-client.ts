import { isJsonObject, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { FRAME, framesOf, PROTOCOL_VERSION, type Frame } from './frames.ts';
import { IncomingPictures, type Picture, type ServerFile } from './incoming-pictures.ts';
import { previewOf, type Preview } from './preview.ts';
import { refusalSentence } from './refusal.ts';
import { RunningJobs, type RunEnd, type RunListener } from './running-jobs.ts';
import { textOf } from './text-of.ts';

/** What a run is made of: a prompt or a saved workflow, and the values that are set in it. */
export interface Submission {
  /** An API prompt. */
  readonly prompt?: Json;
  /** A workflow as the editor saves it; it goes into the pictures too. */
  readonly workflow?: Json;
  /** Values by `NODE.INPUT`, the node named by title, id or class: `{ 'Sampler.seed': 7 }`. */
  readonly values?: Readonly<Record<string, Json>>;
  /** A UUID in lower case; without one the client draws it. */
  readonly promptId?: string;
  readonly front?: boolean;
  readonly extraData?: JsonObject;
  /** Whether the pictures shall be sent when the run ends; they are unless this is false. */
  readonly pictures?: boolean;
}

/** How a run ended, with its pictures. */
export interface RunResult extends RunEnd {
  readonly promptId: string;
  readonly pictures: readonly Picture[];
  /** Faults of outputs that could not run, by node. */
  readonly nodeErrors: JsonObject;
}

/** What a run may tell on its way. */
export interface RunOptions extends RunListener {
  /** Aborted to cancel the run; its result then says `interrupted`. */
  readonly signal?: AbortSignal;
}

/** Where an uploaded photograph goes. */
export interface UploadOptions {
  readonly type?: 'input' | 'output' | 'temp';
  readonly subfolder?: string;
  readonly overwrite?: boolean;
  /** The picture that gets the upload's alpha as its mask. */
  readonly originalRef?: ServerFile;
}

/** A whole run over one WebSocket, for Node and browsers: upload, submit, follow, cancel, receive the pictures. */
export class GraphClient {
  readonly #connection: Connection;
  readonly #jobs = new RunningJobs();
  readonly #pictures = new IncomingPictures();
  #streams = 0;

  private constructor(url: string, options: ConnectionOptions) {
    this.#connection = new Connection(url, options, {
      message: (type, data) => {
        this.#take(type, data);
      },
      frame: (frame) => {
        this.#takeFrame(frame);
      },
      reopened: () => this.#catchUp(),
      lost: (error) => {
        this.#jobs.failAll(error);
        this.#pictures.clear(error);
      },
    });
  }

  /**
   * Connects to a server.
   * @param url `http://…` or `ws://…`, as the server prints it; a `?token=` is passed on
   */
  static async connect(url: string, options: ConnectionOptions = {}): Promise<GraphClient> {
    const client = new GraphClient(url, options);
    await client.#connection.open();
    await client.#connection.ask('graph.hello', { version: PROTOCOL_VERSION });
    return client;
  }

  /** `/object_info`: every node type of the server. */
  async objectInfo(): Promise<JsonObject> {
    const { object_info: info } = await this.#connection.ask('graph.object_info', {});
    return isJsonObject(info) ? info : {};
  }

  /** Sends a photograph; answers the name by which nodes know it. */
  async upload(bytes: Uint8Array, name: string, options: UploadOptions = {}): Promise<ServerFile> {
    const stream = (this.#streams += 1);
    const { originalRef, ...plain } = options;
    const reference = originalRef === undefined ? {} : { original_ref: { ...originalRef } };
    const answer = this.#connection.ask('graph.upload', {
      stream,
      name,
      size: bytes.length,
      ...plain,
      ...reference,
    });
    for (const frame of framesOf(FRAME.upload, stream, bytes)) await this.#connection.sendBytes(frame);
    const { name: filename, subfolder, type } = await answer;
    return { filename: textOf(filename), subfolder: textOf(subfolder), type: textOf(type) };
  }

  /**
   * Runs a prompt or workflow to its end. A broken connection is opened again and the run followed on.
   * @throws an Error with the server's sentence when the run is refused
   */
  async run(submission: Submission, { signal, ...listener }: RunOptions = {}): Promise<RunResult> {
    const promptId = submission.promptId ?? globalThis.crypto.randomUUID();
    const ended = this.#jobs.follow(promptId, listener);
    ended.catch(() => undefined); // awaited below; a refusal before that must not end the process
    const cancel = () => {
      this.cancel(promptId).catch(() => undefined); // the run itself tells when the connection is gone
    };
    signal?.addEventListener('abort', cancel);
    try {
      const accepted = await this.#connection.ask('graph.submit', bodyOf(submission, promptId));
      if (signal?.aborted === true) cancel();
      const nodeErrors = isJsonObject(accepted['node_errors']) ? accepted['node_errors'] : {};
      const end = await ended;
      return { ...end, promptId, nodeErrors, pictures: this.#pictures.of(promptId) };
    } finally {
      signal?.removeEventListener('abort', cancel);
      this.#jobs.forget(promptId);
    }
  }

  /** Cancels a run, waiting or running; answers whether there was one. */
  async cancel(promptId: string): Promise<boolean> {
    return (await this.#connection.ask('graph.cancel', { prompt_id: promptId }))['cancelled'] === true;
  }

  /** The bytes of a file that the server keeps. */
  async file(file: ServerFile): Promise<Uint8Array> {
    const announced = await this.#connection.ask('graph.get', { ...file });
    return this.#pictures.whole(Number(announced['stream']));
  }

  /** Closes the connection; runs go on at the server. */
  close(): void {
    this.#connection.close();
  }

  #take(type: string, data: JsonObject): void {
    if (type === 'graph.picture') this.#pictures.announce(data);
    else if (type === 'graph.end') this.#jobs.end(data);
    else if (!type.startsWith('graph.')) this.#jobs.tell(type, data);
  }

  #takeFrame(frame: Frame): void {
    if (frame.kind === FRAME.picture) this.#pictures.take(frame);
    const preview: Preview | undefined = previewOf(frame);
    if (preview) this.#jobs.preview(preview);
  }

  /** After the connection was lost: the server tells how the runs stand, and their ends. */
  async #catchUp(): Promise<void> {
    this.#pictures.clear(new Error('server: expected the rest of a picture, the connection was lost'));
    for (const id of this.#jobs.ids) {
      await this.#connection.ask('graph.follow', { prompt_id: id }).catch((error: unknown) => {
        this.#jobs.fail(id, new Error(refusalSentence(error), { cause: error }));
      });
    }
  }
}

function bodyOf(submission: Submission, promptId: string): JsonObject {
  const { prompt, workflow, values, front, extraData, pictures } = submission;
  return {
    prompt_id: promptId,
    ...(prompt === undefined ? {} : { prompt }),
    ...(workflow === undefined ? {} : { workflow }),
    ...(values === undefined ? {} : { values }),
    ...(front === undefined ? {} : { front }),
    ...(extraData === undefined ? {} : { extra_data: extraData }),
    ...(pictures === undefined ? {} : { pictures }),
  };
}

import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { stringifyJson, type Json, type JsonObject } from '../../ui/src/model/json.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import type { Prompt } from '../../ui/src/model/prompt.ts';
import type { ServerConfig } from '../config.ts';
import { atomicCreate } from '../files/atomic-write.ts';
import { existingWithin, relativeName } from '../files/confine.ts';
import { pictureType } from '../files/content-type.ts';
import { foldersOf, type Folders } from '../files/folders.ts';
import { storeUpload } from '../files/intake.ts';
import { bringSamples } from '../files/samples.ts';
import type { CheckedPrompt, Executor } from '../queue/executor.ts';
import { filesOf, type OutputFile } from '../queue/output-files.ts';
import { startWorkerExecutor } from '../queue/worker-executor.ts';
import type { Message } from '../ws/messages.ts';
import { fileBytes } from './load-graph.ts';
import { reasonOf, refusalSentences, type RunOutcome, type Runner } from './runner.ts';

/** Runs workflows in a worker of this command's own; it shares models and inputs with a server, and no database. */
export class LocalRunner implements Runner {
  readonly #executor: Executor;
  readonly #folders: Folders;

  private constructor(executor: Executor, folders: Folders) {
    this.#executor = executor;
    this.#folders = folders;
  }

  /** Starts the worker; pictures go straight into `output`. */
  static async start(config: ServerConfig, output: string): Promise<LocalRunner> {
    const temp = await mkdtemp(join(tmpdir(), 'elite-graph-'));
    const folders: Folders = { ...foldersOf(config.data), output: resolve(output), temp };
    for (const folder of [folders.input, folders.user, folders.models])
      await mkdir(folder, { recursive: true });
    await bringSamples(folders.input);
    try {
      return new LocalRunner(await startWorkerExecutor(config, folders), folders);
    } catch (error) {
      await rm(temp, { recursive: true, force: true });
      throw error;
    }
  }

  async objectInfo(): Promise<ObjectInfo> {
    return (await this.#executor.objectInfo()) as ObjectInfo;
  }

  async upload(path: string): Promise<string> {
    const bytes = await fileBytes(path);
    if (pictureType(bytes) === undefined)
      throw new Error(`${path}: expected a PNG, JPEG or WebP picture, got other bytes`);
    return (
      await storeUpload(this.#folders, basename(path), bytes, {
        type: 'input',
        subfolder: '',
        overwrite: false,
      })
    ).name;
  }

  /** Checks a prompt without running it. */
  check(prompt: Prompt): Promise<CheckedPrompt> {
    return this.#executor.check(stringifyJson(prompt as unknown as Json));
  }

  async run(
    prompt: Prompt,
    workflow: JsonObject | undefined,
    onMessage: (message: Message) => void,
    signal: AbortSignal,
  ): Promise<RunOutcome> {
    const checked = await this.check(prompt);
    if (!checked.ok)
      return { state: 'error', files: [], reason: refusalSentences(checked.error, checked.nodeErrors) };
    await mkdir(this.#folders.output, { recursive: true });
    const extraData = stringifyJson(workflow ? { extra_pnginfo: { workflow } } : {});
    const run = { promptId: randomUUID(), prompt: checked.prompt, extraData, targets: checked.targets };
    const end = await this.#executor.run(
      run,
      (event) => event.kind === 'message' && onMessage(event.message),
      signal,
    );
    const faults = refusalSentences('', checked.nodeErrors);
    const files = filesOf(end.outputs);
    if (end.state === 'success')
      return faults === '' ? { state: 'success', files } : { state: 'error', files, reason: faults };
    return { state: end.state, files, reason: reasonOf(end.message) };
  }

  async save({ filename, subfolder, type }: OutputFile, folder: string): Promise<string> {
    const name = relativeName(subfolder, filename);
    const path = await existingWithin(type === 'temp' ? this.#folders.temp : this.#folders.output, name);
    if (path === undefined) throw new Error(`${name}: expected a written file, got none`);
    if (type !== 'temp') return path;
    const copy = join(folder, filename);
    await atomicCreate(copy, await fileBytes(path));
    return copy;
  }

  async close(): Promise<void> {
    await this.#executor.close();
    await rm(this.#folders.temp, { recursive: true, force: true });
  }
}

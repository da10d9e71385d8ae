import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { PictureAnswer, PictureQuestion, PictureRequest } from './requests.ts';

/** A picture that could not be read, with the reason. */
export class PictureError extends Error {}

interface Waiting {
  readonly resolve: (bytes: Uint8Array) => void;
  readonly reject: (error: Error) => void;
}

/** The small child that decodes and encodes pictures; it starts with the first question and again after its death. */
export class PictureProcess {
  #child: ChildProcess | undefined;
  #lastId = 0;
  readonly #waiting = new Map<number, Waiting>();

  /**
   * The bytes of the picture that was asked for.
   * @throws PictureError when the given bytes are no picture that can be read
   */
  ask(request: PictureRequest): Promise<Uint8Array> {
    const id = (this.#lastId += 1);
    const child = (this.#child ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const question: PictureQuestion = { id, request };
      child.send(question, (error) => {
        if (error && this.#waiting.delete(id))
          reject(new PictureError('picture: expected a running picture process, got none'));
      });
    });
  }

  /** Ends the child. */
  async close(): Promise<void> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  #start(): ChildProcess {
    const kind = extname(import.meta.url);
    const program = fileURLToPath(new URL(`./main${kind}`, import.meta.url));
    const execArgv =
      kind === '.ts' ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [];
    const child = fork(program, [], {
      serialization: 'advanced',
      execArgv,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (answer: PictureAnswer) => {
      this.#settle(answer);
    });
    child.on('error', () => undefined); // the exit that follows tells those who wait
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined;
      const waiting = [...this.#waiting.values()];
      this.#waiting.clear();
      for (const { reject } of waiting)
        reject(new PictureError('picture: expected an answer, the picture process ended'));
    });
    child.unref();
    child.channel?.unref();
    return child;
  }

  #settle(answer: PictureAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if ('bytes' in answer) waiting?.resolve(answer.bytes);
    else
      waiting?.reject(new PictureError(`picture: expected a whole PNG, JPEG or WebP, got ${answer.error}`));
  }
}

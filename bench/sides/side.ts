import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import type { Tensor } from '../../method/tensor/tensor.ts';
import { readTensors, writtenTensors, type TensorJson } from './tensor-json.ts';

/** What a network is run on, besides tensors. */
export type Options = Readonly<Record<string, string | number | boolean>>;

/** One thing to run on both sides. */
export interface Case {
  readonly run: string;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly options?: Options;
}

/** What a run gave, and what it took. */
export interface RunReport {
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** By the clock, without loading. */
  readonly seconds: number;
  /** Of processor, without loading. */
  readonly processorSeconds: number;
  readonly loadSeconds: number;
}

/** The highest memory of a process, MiB. */
export interface Peak {
  /** All of it, with pages of files that are mapped. */
  readonly resident: number;
  /** What is its own: what cannot be dropped and read again from a file. */
  readonly own: number;
}

type Child = ChildProcessByStdio<Writable, Readable, null>;

const SAMPLE_MS = 50;
const KIB_A_MIB = 1024;

/** A process that loads networks and runs them, one line in and one line out; a ProductSide or a PyTorch side. */
export class Side {
  readonly #child: Child;
  readonly #lines: AsyncIterator<string>;
  readonly #sampling: NodeJS.Timeout;
  #own = 0;

  private constructor(child: Child) {
    this.#child = child;
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#sampling = setInterval(() => {
      this.#own = Math.max(this.#own, this.#status('RssAnon'));
    }, SAMPLE_MS);
  }

  /** Starts a program and hands it what it opens. */
  static async start(command: readonly string[], open: object, env: NodeJS.ProcessEnv = {}): Promise<Side> {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    const side = new Side(child);
    await side.#ask({ open });
    return side;
  }

  /** Runs a case; without `outputs` they stay where they are. */
  async run(
    { run, inputs, options = {} }: Case,
    { outputs = true }: { readonly outputs?: boolean } = {},
  ): Promise<RunReport> {
    const reply = await this.#ask({ run, inputs: writtenTensors(inputs), options, outputs });
    const report = reply as unknown as Omit<RunReport, 'outputs'> & { outputs: Record<string, TensorJson> };
    return { ...report, outputs: readTensors(report.outputs) };
  }

  /** Lets go of everything that is loaded. */
  async drop(): Promise<void> {
    await this.#ask({ drop: true });
  }

  /** The highest memory since the start, or since `forgetPeak`. */
  peak(): Peak {
    return { resident: this.#status('VmHWM') / KIB_A_MIB, own: this.#own / KIB_A_MIB };
  }

  /** Begins to look for the highest memory anew. */
  forgetPeak(): void {
    this.#own = 0;
    writeFileSync(`/proc/${this.#child.pid ?? 0}/clear_refs`, '5');
  }

  async close(): Promise<void> {
    clearInterval(this.#sampling);
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.stdin.end();
    if (this.#child.exitCode === null) await ended;
  }

  async #ask(request: object): Promise<Readonly<Record<string, unknown>>> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const line = await this.#lines.next();
    if (line.done === true) {
      clearInterval(this.#sampling);
      throw new Error(`${this.#child.spawnfile}: expected an answer, the process ended`);
    }
    const reply = JSON.parse(line.value) as Record<string, unknown>;
    if (typeof reply['error'] === 'string')
      throw new Error(`${this.#child.spawnfile}: expected a run, got ${reply['error']}`);
    return reply;
  }

  /** KiB of a line of Linux's /proc/PID/status; 0 once the process is gone. */
  #status(name: string): number {
    try {
      const text = readFileSync(`/proc/${this.#child.pid ?? 0}/status`, 'utf8');
      return Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0);
    } catch {
      return 0;
    }
  }
}

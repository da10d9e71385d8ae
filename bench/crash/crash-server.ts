import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '../../graph-server/config.ts';

/** A server as its users start it, which is killed and started again on the same folder and port. */
export class CrashServer {
  readonly data: string;
  readonly #nodeOptions: readonly string[];
  #port = 0;
  #said = '';
  #process: ChildProcess | undefined;
  #starting: Promise<void> = Promise.resolve();

  /** @param nodeOptions options of Node itself for the server's process */
  constructor(data: string, nodeOptions: readonly string[] = []) {
    this.data = data;
    this.#nodeOptions = nodeOptions;
  }

  /** The server's process. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Answers the next line on its standard output that begins with a word. */
  async line(word: string, ask: () => void): Promise<string> {
    const from = this.#said.length;
    ask();
    for (;;) {
      const line = this.#said.slice(from).match(new RegExp(`^${word} .*$`, 'm'));
      if (line) return line[0];
      await once(this.#process?.stdout ?? process.stdin, 'data');
    }
  }

  /** Where it answers, or will again. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    this.#port ||= await freePort();
    const launcher = join(packageRoot, 'bin', 'elite-graph.mjs');
    const args = [...this.#nodeOptions, launcher, 'serve', '--port', String(this.#port), '--data', this.data];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
    this.#process = child;
    this.#said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (bytes: Buffer) => {
        this.#said += bytes.toString();
        if (this.#said.includes('Elite Graph is ready')) resolve();
      });
      child.once('exit', (code) => {
        reject(new Error(`server: expected it to start, it ended with ${String(code)}: ${this.#said}`));
      });
    });
  }

  /** Kills the server, which then starts again, or one of the processes that it started. */
  async kill(victim: 'server' | 'worker', random: () => number): Promise<void> {
    await this.#starting;
    const pid = this.#process?.pid;
    if (pid === undefined) return;
    if (victim === 'worker') {
      const children = childrenOf(pid);
      const chosen = children[Math.floor(random() * children.length)];
      if (chosen !== undefined) killQuietly(chosen);
      return;
    }
    killQuietly(pid);
    if (this.#process?.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'exit');
    this.#starting = this.start();
    await this.#starting;
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    const child = this.#process;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself
  }
}

/** The processes that a process started, by Linux's /proc. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined; // it has ended
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

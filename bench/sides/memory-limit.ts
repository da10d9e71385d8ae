import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

const GROUPS = '/sys/fs/cgroup/memory';
const MIB = 2 ** 20;
const POLL_MS = 100;

/** A limit of memory that Linux enforces on whatever is started in it: its own memory and the pages of files that it reads. */
export class MemoryLimit {
  readonly #group: string;

  /** @throws where there is no first version of Linux's control groups, or it may not be written */
  constructor(bytes: number) {
    if (!existsSync(join(GROUPS, 'memory.limit_in_bytes')))
      throw new Error(
        `--enforce: expected control groups of memory at ${GROUPS}, got none (with systemd: systemd-run --scope -p MemoryMax=8G)`,
      );
    this.#group = join(GROUPS, `elite-graph-${process.pid}`);
    mkdirSync(this.#group);
    writeFileSync(join(this.#group, 'memory.limit_in_bytes'), String(Math.round(bytes)));
  }

  /** The command line that joins the group and then becomes the command. */
  command(command: readonly string[]): readonly [string, readonly string[]] {
    const script = 'echo $$ > "$0" && exec "$@"';
    return ['sh', ['-c', script, join(this.#group, 'cgroup.procs'), ...command]];
  }

  /** The most that was charged to the group, MiB. */
  get highest(): number {
    return this.#read('memory.max_usage_in_bytes') / MIB;
  }

  /** How often something had to be dropped to stay within the limit. */
  get reclaims(): number {
    return this.#read('memory.failcnt');
  }

  /** Removes the group once the last of its processes has ended. */
  async close(): Promise<void> {
    while (readFileSync(join(this.#group, 'cgroup.procs'), 'utf8') !== '') await setTimeout(POLL_MS);
    rmdirSync(this.#group);
  }

  #read(file: string): number {
    return Number(readFileSync(join(this.#group, file), 'utf8'));
  }
}

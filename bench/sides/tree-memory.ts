import { readdirSync, readFileSync } from 'node:fs';

const KIB_A_MIB = 1024;

/** Memory of a process and all that it started, MiB. */
export interface TreeMemory {
  /** What is theirs alone and cannot be dropped. */
  readonly own: number;
  /** With pages of files that are mapped, each counted once however many of them map it. */
  readonly all: number;
}

/** Memory of a process and its descendants now, by Linux's /proc. */
export function treeMemory(root: number): TreeMemory {
  const pids = descendants(root);
  return {
    own: sum(pids, 'status', 'RssAnon') / KIB_A_MIB,
    all: sum(pids, 'smaps_rollup', 'Pss') / KIB_A_MIB,
  };
}

function descendants(root: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(Number(name))] as const);
  const found = [root];
  for (const pid of found)
    found.push(...parents.filter(([, parent]) => parent === pid).map(([child]) => child));
  return found;
}

function parentOf(pid: number): number {
  const stat = read(pid, 'stat');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? -1);
}

function sum(pids: readonly number[], file: string, name: string): number {
  const values = pids.map((pid) =>
    Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(read(pid, file))?.[1] ?? 0),
  );
  return values.reduce((total, value) => total + value, 0);
}

/** A process may be gone by now. */
function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

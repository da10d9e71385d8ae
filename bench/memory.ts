// `npm run proof:memory`: the workflow that ships, at 512 × 512 pixels in 32 bits, and the memory of all its processes.
// With --enforce under a limit that the system enforces, which must be allowed to write control groups.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { machine, table } from './figures.ts';
import { numberOf, parsedFlags } from './flags.ts';
import { MemoryLimit } from './sides/memory-limit.ts';
import { bundleOf, PLACE_FLAGS, placeOf, published } from './sides/published.ts';
import { treeMemory } from './sides/tree-memory.ts';

const MIB = 2 ** 20;
const MIB_A_GIB = 1024;
const SAMPLE_MS = 250;
const values = parsedFlags({
  ...PLACE_FLAGS,
  steps: { type: 'string', default: '2' },
  /** Width and height of the picture. */
  side: { type: 'string' },
  /** The most that all of it may be, GB; above it the proof fails. */
  limit: { type: 'string', default: '7' },
  /** Ends the run where it takes more than the limit, in place of only telling. */
  enforce: { type: 'boolean', default: false },
  /** `--model-memory` of the run; by default that of a machine of 8 GB. */
  'model-memory': { type: 'string', default: '4' },
});
const limit = numberOf('--limit', values.limit, 0) * MIB_A_GIB;
const place = placeOf(values);
const files = published(place);
bundleOf(place, files);
const side = values.side ?? (place.tiny ? '64' : '512');
const out = mkdtempSync(join(tmpdir(), 'elite-graph-memory-'));
const root = resolve(import.meta.dirname, '..');
const set = [
  `bundle.bundle=${files.name}`,
  `size.width=${side}`,
  `size.height=${side}`,
  `sampler.steps=${values.steps}`,
].flatMap((assignment) => ['--set', assignment]);
const args = [
  ...[join(root, 'bin', 'elite-graph.mjs'), 'run', join(root, 'workflows', 'generate.json')],
  ...['--data', join(place.folder, 'data'), '--out', out, '--model-memory', values['model-memory'], ...set],
];
const start = performance.now();
const enforced = values.enforce ? new MemoryLimit(limit * MIB) : undefined;
const [program, rest] = enforced?.command([process.execPath, ...args]) ?? [process.execPath, args];
const child = spawn(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
let peak = { own: 0, all: 0 };
const sampling = setInterval(() => {
  const now = treeMemory(child.pid ?? 0);
  peak = { own: Math.max(peak.own, now.own), all: Math.max(peak.all, now.all) };
}, SAMPLE_MS);
const code = await new Promise<number>((settle) =>
  child.once('exit', (status) => {
    settle(status ?? 1);
  }),
);
const seconds = (performance.now() - start) / 1000;
clearInterval(sampling);
rmSync(out, { recursive: true, force: true });
const figures = [seconds, limit, peak.all, peak.own].map((value) => value.toFixed(0));
const head = [
  'picture',
  'steps',
  'seconds',
  'limit, MB',
  'all processes with pages of files, MB',
  'without, MB',
];
console.log(`${machine()}\n\n${table(head, [[`${side} × ${side}`, values.steps, ...figures]])}`);
if (enforced) {
  console.log(
    `\nUnder a limit of ${limit.toFixed(0)} MB that the system enforced: ended with ${code}, at most ${enforced.highest.toFixed(0)} MB charged, ${enforced.reclaims} times something was dropped to stay within it.`,
  );
  await enforced.close();
}
if (peak.all > limit) console.error(`memory: expected at most ${limit} MB, got ${peak.all.toFixed(0)}`);
process.exitCode = peak.all > limit ? 1 : code;

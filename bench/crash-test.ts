import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkInvariants, type Verdict } from './crash/check-invariants.ts';
import { CrashServer } from './crash/crash-server.ts';
import { Load } from './crash/load.ts';
import { seededRandom } from './crash/seeded-random.ts';
import { numberOf, parsedFlags } from './flags.ts';

/**
 * `npm run crash-test -- --kills 50`: kills server and worker at random moments while clients submit jobs that write pictures,
 * then counts the accepted jobs that were lost, written twice or torn. All that is asserted is independent of where a kill struck.
 */
const values = parsedFlags({
  kills: { type: 'string', default: '50' },
  seed: { type: 'string', default: String(Date.now() % 100_000) },
  clients: { type: 'string', default: '4' },
  'longest-ms': { type: 'string', default: '2000' },
});
const kills = numberOf('--kills', values.kills);
const seed = numberOf('--seed', values.seed, 0);
const clients = numberOf('--clients', values.clients);
const longestMs = numberOf('--longest-ms', values['longest-ms']);
const random = seededRandom(seed);
const data = await mkdtemp(join(tmpdir(), 'elite-graph-crash-'));
const server = new CrashServer(data);
await server.start();
const load = new Load(() => server.url, clients);
load.start();
for (let kill = 0; kill < kills; kill += 1) {
  await pause(20 + random() * longestMs);
  const victim = random() < 0.5 ? 'server' : 'worker';
  await server.kill(victim, random);
  process.stderr.write(`\r${kill + 1} of ${kills} kills, ${load.accepted.size} accepted `);
}
await load.stop();
const verdict = await checkInvariants(load, server);
await server.stop();
console.log(`\n${lineOf(verdict)} (${kills} kills, seed ${seed})`);
const isClean = verdict.lost + verdict.duplicated + verdict.torn + verdict.strays === 0;
if (isClean) await rm(data, { recursive: true, force: true });
else console.log(`kept for a look: ${data}`);
process.exit(isClean ? 0 : 1);

function lineOf({ accepted, lost, duplicated, torn, strays, givenUp }: Verdict): string {
  const parts = { accepted, lost, duplicated, torn, strays, 'given up after three attempts': givenUp };
  return Object.entries(parts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { CrashServer } from './crash/crash-server.ts';

/**
 * `npm run bench:server`: the speed of the server itself, on a server started as its users start it. Each line is a figure with the
 * value that it is held against; nothing here is a test.
 */
const NUMBERS = new URL('./server-pack.ts', import.meta.url).pathname;
const END = { class_type: 'BenchEnd', inputs: { number: ['1', 0] } };
const data = await mkdtemp(join(tmpdir(), 'elite-graph-bench-'));
await writeFile(join(data, 'config.json'), JSON.stringify({ packs: [NUMBERS], maxQueued: 20_000 }));
const server = new CrashServer(data);
await server.start();
try {
  await graphOfThousand();
  await manySockets();
  await manyPrompts(Number(process.argv[2] ?? 10_000));
} finally {
  await server.stop();
  await rm(data, { recursive: true, force: true });
}

/** A chain of 1,000 trivial nodes: the first run, and the same again from the cache. */
async function graphOfThousand(): Promise<void> {
  const chain = (first: number): object => {
    const nodes: Record<string, object> = { '0': { class_type: 'BenchNumber', inputs: { value: first } } };
    for (let at = 1; at < 999; at += 1)
      nodes[String(at)] = { class_type: 'BenchNext', inputs: { number: [String(at - 1), 0] } };
    return { ...nodes, end: { class_type: 'BenchEnd', inputs: { number: ['998', 0] } } };
  };
  await runOnce(chain(1)); // the first of all warms code and caches
  report('1,000 nodes, run', await runOnce(chain(2)), 1000, 'ms');
  report('1,000 nodes, all cached', await runOnce(chain(2)), 50, 'ms');
}

/** 200 sockets hear the progress of a prompt that came without a client id. */
async function manySockets(): Promise<void> {
  const heard: number[] = [];
  const sockets = await Promise.all(
    Array.from({ length: 200 }, (_, index) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws?clientId=bench-${index}`);
      heard[index] = 0;
      socket.on('message', (bytes: Buffer) => {
        if (bytes.toString().startsWith('{"type":"progress"')) heard[index] = (heard[index] ?? 0) + 1;
      });
      return new Promise<WebSocket>((resolve) => socket.once('open', () => resolve(socket)));
    }),
  );
  await runOnce({
    '1': { class_type: 'BenchNumber', inputs: { value: 7 } },
    '2': { class_type: 'BenchSteps', inputs: { number: ['1', 0] } },
    '3': { class_type: 'BenchEnd', inputs: { number: ['2', 0] } },
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  console.log(
    `200 sockets, progress messages heard: ${Math.min(...heard)} to ${Math.max(...heard)} each (expected: the same)`,
  );
  for (const socket of sockets) socket.close();
}

/** Prompts from 16 clients at once: how fast they are accepted, and what the waiting ones cost in memory. */
async function manyPrompts(count: number): Promise<void> {
  let sent = 0;
  const times: number[] = [];
  const start = performance.now();
  const client = async () => {
    while (sent < count) {
      sent += 1;
      const began = performance.now();
      const prompt = { '1': { class_type: 'BenchNumber', inputs: { value: sent } }, '2': END };
      const body = JSON.stringify({ prompt });
      const { status } = await fetch(`${server.url}/prompt`, { method: 'POST', body });
      if (status !== 200) throw new Error(`prompt ${sent}: expected status 200, got ${status}`);
      times.push(performance.now() - began);
    }
  };
  await Promise.all(Array.from({ length: 16 }, client));
  const seconds = (performance.now() - start) / 1000;
  const sorted = times.sort((a, b) => a - b);
  report(`${count} prompts from 16 clients, accepted`, count / seconds, 500, 'a second', 'at least');
  report('  half of them within', sorted[Math.floor(count * 0.5)] ?? 0, 50, 'ms');
  report('  99 of 100 within', sorted[Math.floor(count * 0.99)] ?? 0, 50, 'ms');
}

/** Runs a prompt; answers the milliseconds from the request to its end in the history. */
async function runOnce(prompt: object): Promise<number> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws?clientId=bench`);
  await new Promise((resolve) => socket.once('open', resolve));
  const began = performance.now();
  const ended = new Promise<number>((resolve) => {
    socket.on('message', (bytes: Buffer, isBinary) => {
      const text = isBinary ? '' : bytes.toString();
      if (text.startsWith('{"type":"executing"') && text.includes('"node":null'))
        resolve(performance.now() - began);
    });
  });
  const body = JSON.stringify({ prompt, client_id: 'bench' });
  const answer = await fetch(`${server.url}/prompt`, { method: 'POST', body });
  if (!answer.ok) throw new Error(`prompt: expected status 200, got ${answer.status} ${await answer.text()}`);
  const took = await ended;
  socket.close();
  return took;
}

function report(what: string, value: number, goal: number, unit: string, side = 'at most'): void {
  const reached = side === 'at most' ? value <= goal : value >= goal;
  console.log(
    `${what}: ${value.toFixed(1)} ${unit} (goal: ${side} ${goal}) ${reached ? 'reached' : 'missed'}`,
  );
}

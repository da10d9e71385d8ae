import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { CrashServer } from './crash/crash-server.ts';
import { machine, quantile, report } from './figures.ts';
import { numberOf } from './flags.ts';
import { cpuSeconds, residentKib, slope } from './process-cost.ts';

/**
 * `npm run bench:server [-- PROMPTS]`: the speed of the server itself, on a server started as its users start it. Each line is
 * a figure with the value that it is held against; nothing here is a test. Linux only.
 */
const SAMPLES = 7;
/** So many rounds of the large graph until what V8 compiles of it is compiled. */
const WARM_UP = 20;
/** So many prompts until what V8 compiles is compiled. */
const WARMED = 2000;
const prompts = numberOf('PROMPTS', process.argv[2] ?? '10000');
const END = { class_type: 'BenchEnd', inputs: { number: ['1', 0] } };
const data = await mkdtemp(join(tmpdir(), 'elite-graph-bench-'));
const pack = new URL('./server-pack.ts', import.meta.url).pathname;
await writeFile(join(data, 'config.json'), JSON.stringify({ packs: [pack], maxQueued: 20_000 }));
const server = new CrashServer(data, ['--import', new URL('./loop-delay.mjs', import.meta.url).href]);
await server.start();
const pid = server.pid ?? 0;
console.log(machine());
try {
  await graphOfThousand();
  await manySockets();
  await pictureSampled();
  await manyPrompts(prompts);
} finally {
  await server.stop();
  await rm(data, { recursive: true, force: true });
}

/** A chain of 1,000 trivial nodes: run anew, and the same again from the cache. */
async function graphOfThousand(): Promise<void> {
  const chain = (first: number): object => {
    const nodes: Record<string, object> = { '0': { class_type: 'BenchNumber', inputs: { value: first } } };
    for (let at = 1; at < 999; at += 1)
      nodes[String(at)] = { class_type: 'BenchNext', inputs: { number: [String(at - 1), 0] } };
    return { ...nodes, end: { class_type: 'BenchEnd', inputs: { number: ['998', 0] } } };
  };
  const [anew, cached]: [number[], number[]] = [[], []];
  for (let round = 0; round < WARM_UP + SAMPLES; round += 1) {
    anew.push(await runOnce(chain(round)));
    cached.push(await runOnce(chain(round)));
  }
  report('1,000 nodes, run, median', quantile(anew.slice(WARM_UP), 0.5), 1000, 'ms');
  report('1,000 nodes, all cached, median', quantile(cached.slice(WARM_UP), 0.5), 50, 'ms');
  report('1,000 nodes, all cached, best', Math.min(...cached), 50, 'ms');
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
  await runUnheard({
    '1': { class_type: 'BenchNumber', inputs: { value: 7 } },
    '2': { class_type: 'BenchSteps', inputs: { number: ['1', 0] } },
    '3': { class_type: 'BenchEnd', inputs: { number: ['2', 0] } },
  });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const [least, most] = [Math.min(...heard), Math.max(...heard)];
  const verdict = least > 0 && least === most ? 'reached' : 'missed';
  console.log(`200 sockets, progress messages heard: ${least} to ${most} each (goal: the same) ${verdict}`);
  for (const socket of sockets) socket.close();
}

/** How late the server's event loop is while the embedded bundle samples a picture. */
async function pictureSampled(): Promise<void> {
  const link = (id: string, slot = 0) => [id, slot];
  const text = (words: string) => ({
    class_type: 'CLIPTextEncode',
    inputs: { text: words, clip: link('1', 1) },
  });
  const sampler = {
    ...{ seed: 1, steps: 50, cfg: 5, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
    ...{ model: link('1'), positive: link('2'), negative: link('3'), latent_image: link('4') },
  };
  const prompt = {
    '1': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: await firstCheckpoint() } },
    '2': text('a red ball'),
    '3': text(''),
    '4': { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 8 } },
    '5': { class_type: 'KSampler', inputs: sampler },
    '6': { class_type: 'VAEDecode', inputs: { samples: link('5'), vae: link('1', 2) } },
    '7': { class_type: 'SaveImage', inputs: { images: link('6'), filename_prefix: 'bench' } },
  };
  await loopDelay();
  const took = await runOnce(prompt);
  const [, p99 = 0, max = 0] = await loopDelay();
  console.log(`8 pictures of 50 steps: ${took.toFixed(0)} ms; meanwhile the event loop of the server`);
  report('  99 of 100 times late by', p99, 20, 'ms');
  report('  at most late by', max, 100, 'ms');
}

/** The bundle that ships. */
async function firstCheckpoint(): Promise<string> {
  const type = 'CheckpointLoaderSimple';
  const answer = await fetch(`${server.url}/object_info/${type}`);
  const { [type]: loader } = (await answer.json()) as Record<
    string,
    { input: { required: { ckpt_name: [string[]] } } }
  >;
  return loader?.input.required.ckpt_name[0][0] ?? '';
}

/** Milliseconds that the event loop was late since the last question: half of the times, 99 of 100, at most. */
async function loopDelay(): Promise<number[]> {
  const line = await server.line('loop', () => process.kill(pid, 'SIGUSR2'));
  return line.split(' ').slice(1).map(Number);
}

/** Prompts from 16 clients at once: how fast they are accepted, and what the waiting ones cost in memory. */
async function manyPrompts(count: number): Promise<void> {
  let sent = 0;
  const times: number[] = [];
  const memory: [number, number][] = [];
  const [start, cpuBefore] = [performance.now(), cpuSeconds(pid)];
  const client = async () => {
    while (sent < count) {
      sent += 1;
      if (sent % 1000 === 0 && sent >= WARMED) memory.push([sent, residentKib(pid)]);
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
  report(`${count} prompts from 16 clients, accepted`, count / seconds, 500, 'a second', 'at least');
  report('  half of them within', quantile(times, 0.5), 50, 'ms');
  report('  99 of 100 within', quantile(times, 0.99), 50, 'ms');
  if (count > WARMED) report('  the same from the 2,000th', quantile(times.slice(WARMED), 0.99), 50, 'ms');
  if (memory.length > 2) report('  memory of the server from the 2,000th', slope(memory), 2, 'KiB a prompt');
  const each = ((cpuSeconds(pid) - cpuBefore) / count) * 1000;
  console.log(`  processor time of the server: ${each.toFixed(2)} ms a prompt, with what runs meanwhile`);
}

/** Runs a prompt; answers the milliseconds from the request to the end marker. */
async function runOnce(prompt: object): Promise<number> {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws?clientId=bench`);
  await new Promise((resolve) => socket.once('open', resolve));
  const ended = new Promise<number>((resolve) => {
    socket.on('message', (bytes: Buffer, isBinary) => {
      const text = isBinary ? '' : bytes.toString();
      if (text.startsWith('{"type":"execution_error"')) console.error(text.slice(0, 500));
      if (text.startsWith('{"type":"executing"') && text.includes('"node":null'))
        resolve(performance.now() - began);
    });
  });
  const began = performance.now();
  await accepted({ prompt, client_id: 'bench' });
  const took = await ended;
  socket.close();
  return took;
}

/** Runs a prompt of nobody; answers when its end is in the history. */
async function runUnheard(prompt: object): Promise<void> {
  const id = await accepted({ prompt });
  for (;;) {
    const history = (await (await fetch(`${server.url}/history/${id}`)).json()) as object;
    if (Object.keys(history).length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function accepted(body: object): Promise<string> {
  const answer = await fetch(`${server.url}/prompt`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`prompt: expected status 200, got ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { prompt_id: string }).prompt_id;
}

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { packageRoot } from '../../graph-server/config.ts';
import { JobStore } from '../../graph-server/store/job-store.ts';
import { openDatabase, transaction } from '../../graph-server/store/open-database.ts';
import { encodePng } from '../../method/image/encode.ts';
import { tensor, type Tensor } from '../../method/tensor/tensor.ts';

const PICTURES = 50;
const PICTURE_SIDE = 512;

/** A server as its users start it, in a process of its own, with a past. */
export interface BenchServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the editor of the sources as they are, and starts a server on a folder where many pictures were made. */
export async function startBenchServer({ made }: { readonly made: number }): Promise<BenchServer> {
  const folder = await mkdtemp(join(tmpdir(), 'elite-graph-bench-'));
  const [data, editor] = [join(folder, 'data'), join(folder, 'editor')];
  const vite = join(packageRoot, 'node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(
    process.execPath,
    [vite, 'build', 'ui', '--outDir', editor, '--logLevel', 'error'],
    {
      cwd: packageRoot,
    },
  );
  await fillGallery(data, made);
  const program = join(import.meta.dirname, 'serve.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, data, editor], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => {
      said += bytes.toString();
      const ready = /is ready: (\S+)/.exec(said);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    child.once('exit', () => {
      reject(new Error(`server: expected it to start, it said ${said}`));
    });
  });
  return {
    url,
    close: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Jobs that ended, each with a picture of its own name; one in two hundred has bytes of its own. */
async function fillGallery(data: string, count: number): Promise<void> {
  const [output, input] = [join(data, 'output'), join(data, 'input')];
  await Promise.all([output, input].map((each) => mkdir(each, { recursive: true })));
  const nameOf = (index: number) => `bench_${String(index + 1).padStart(5, '0')}_.png`;
  for (let index = 0; index < count; index += 1) {
    const path = join(output, nameOf(index));
    if (index < PICTURES) await writeFile(path, await encodePng(waves(PICTURE_SIDE, index)));
    else await link(join(output, nameOf(index % PICTURES)), path);
  }
  await writeFile(join(input, 'large.png'), await encodePng(waves(2048, 7)));
  const database = openDatabase(join(data, 'state', 'graph.db'));
  const store = new JobStore(database);
  const prompt = JSON.stringify({ '1': { class_type: 'SaveImage', inputs: { filename_prefix: 'bench' } } });
  const end = database.prepare(
    "UPDATE jobs SET state = 'success', attempt = 1, started_at = ?, ended_at = ?, outputs = ? WHERE id = ?",
  );
  transaction(database, () => {
    for (let index = 0; index < count; index += 1) {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
      const createdAt = Date.UTC(2026, 0, 1) + index * 1000;
      const texts = { bodyHash: '', answer: '{}', prompt, extraData: '{}', targets: '["1"]' };
      store.accept({ id, number: index, createdAt, ...texts });
      const images = [{ filename: nameOf(index), subfolder: '', type: 'output' }];
      end.run(createdAt, createdAt + 500, JSON.stringify({ '1': { images } }), id);
    }
  });
  database.close();
}

/** Waves of colour, which compress like a photograph rather than like a flat field. @returns [1, side, side, 3] */
function waves(side: number, kind: number): Tensor {
  const data = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1)
      for (let c = 0; c < 3; c += 1) {
        const wave = Math.sin((x * (kind + 3)) / side + c * 2) * Math.cos((y * (kind + 5)) / side - c);
        data[(y * side + x) * 3 + c] = 0.5 + 0.4 * wave + 0.1 * Math.sin(x * 12.9898 + y * 78.233);
      }
  return tensor(data, [1, side, side, 3]);
}

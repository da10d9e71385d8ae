import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../graph-server/config.ts';
import { startServer } from '../../graph-server/server.ts';
import { readGraphFile } from '../../ui/src/model/graph-file.ts';
import { parseJson, stringifyJson } from '../../ui/src/model/json.ts';
import { nodeTypes } from '../../ui/src/model/node-type.ts';
import { openDocument } from '../../ui/src/model/open-document.ts';
import { savedDocument } from '../../ui/src/model/save-document.ts';
import type { ObjectInfo } from '../../ui/src/model/object-info.ts';
import { encodePng } from '../../method/image/encode.ts';
import { tensor } from '../../method/tensor/tensor.ts';
import { GENERATE } from './generate-prompt.ts';
import { PainterExecutor, painterTempo, type PainterTempo } from './painter-executor.ts';
import { testConfig } from './test-server.ts';

/** A real server with the painter in place of the networks. */
export interface EditorServer {
  readonly url: string;
  /** The data folder. */
  readonly data: string;
  readonly tempo: PainterTempo;
  close(): Promise<void>;
}

/** What an editor's server may be started with. */
export interface EditorServerOptions {
  readonly port?: number;
  readonly stepMs?: number;
  /** The folder of the built editor. */
  readonly editor?: string;
  /** The folder of a front-end of ComfyUI's in place of the editor. */
  readonly frontEnd?: string;
}

/** Starts a server with the workflow `generate` and two pictures to use, on any free port or the given one. */
export async function startEditorServer({
  port = 0,
  stepMs,
  ...served
}: EditorServerOptions = {}): Promise<EditorServer> {
  const data = await mkdtemp(join(tmpdir(), 'elite-graph-editor-'));
  const [workflows, input] = [join(data, 'workflows'), join(data, 'input')];
  await Promise.all([mkdir(workflows), mkdir(input)]);
  await writeFile(join(input, 'toy.png'), await encodePng(stripes(160, false)));
  await writeFile(join(input, 'toy-mask.png'), await encodePng(stripes(160, true)));
  await copyFile(join(packageRoot, 'workflows', 'generate.jpg'), join(workflows, 'generate.jpg'));
  const tempo = painterTempo(stepMs);
  const config = { ...testConfig(data, served), workflows, port };
  const server = await startServer(config, async (_config, folders) => {
    const executor = new PainterExecutor(folders, tempo);
    const info = parseJson(stringifyJson((await executor.objectInfo()) as never), 'object_info');
    await writeFile(join(workflows, 'generate.json'), asWorkflow(info as unknown as ObjectInfo));
    return executor;
  });
  return {
    url: server.url,
    data,
    tempo,
    close: async () => {
      await server.close();
      await rm(data, { recursive: true, force: true });
    },
  };
}

function asWorkflow(info: ObjectInfo): string {
  const types = nodeTypes(info);
  const file = readGraphFile(new TextEncoder().encode(JSON.stringify(GENERATE)), 'generate.json');
  const id = '00000000-0000-4000-8000-000000000001';
  return stringifyJson(savedDocument(openDocument(file, types, { id, title: 'generate' }), types), 2);
}

/** A toy of stripes, or the white disc that is its mask. @returns [1, side, side, 3] */
function stripes(side: number, isMask: boolean) {
  const data = new Float32Array(side * side * 3);
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const isInside = Math.hypot(x / side - 0.5, y / side - 0.5) < 0.36;
      const stripe = Math.floor((x + y) / 14) % 2;
      for (let c = 0; c < 3; c += 1) {
        const toy = [0.95, stripe === 0 ? 0.55 : 0.2, 0.2][c] ?? 0;
        data[(y * side + x) * 3 + c] = isMask ? Number(isInside) : isInside ? toy : 0.8 - 0.1 * c;
      }
    }
  return tensor(data, [1, side, side, 3]);
}

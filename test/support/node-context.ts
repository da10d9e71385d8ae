import { join } from 'node:path';
import type { NodeContext, PictureFile } from '../../graph-server/engine/define-node.ts';
import { Expansion } from '../../graph-server/engine/expansion.ts';
import type { Folders } from '../../graph-server/engine/sockets.ts';

/** A place to run a single node in, which remembers what the node asked for. */
export interface TestContext extends NodeContext {
  readonly saved: PictureFile[];
  readonly told: [value: number, max: number][];
  readonly previews: Uint8Array[];
}

/** The folders of a data folder, which need not exist. */
export const nodeFolders = (data: string, changes: Partial<Folders> = {}): Folders => ({
  input: join(data, 'input'),
  output: join(data, 'output'),
  temp: join(data, 'temp'),
  models: [join(data, 'models')],
  defaultBundle: 'none',
  ...changes,
});

/** A context whose pictures stay in memory. */
export function nodeContext(
  folders: Folders = nodeFolders('nowhere'),
  changes: Partial<NodeContext> = {},
): TestContext {
  const saved: PictureFile[] = [];
  const told: [number, number][] = [];
  const previews: Uint8Array[] = [];
  return {
    nodeId: '7',
    signal: new AbortController().signal,
    folders,
    metadata: { prompt: '{"7":{}}', extra: { workflow: '{"nodes":[]}' } },
    progress: (value, max) => told.push([value, max]),
    preview: (bytes) => previews.push(bytes),
    expansion: () => new Expansion('7.0.0.'),
    graphNode: () => undefined,
    save: (file) => {
      saved.push(file);
      return Promise.resolve({
        filename: `${file.prefix}_${saved.length}.png`,
        subfolder: '',
        type: file.kind,
      });
    },
    ...changes,
    saved,
    told,
    previews,
  };
}

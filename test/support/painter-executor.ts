import { setTimeout as after } from 'node:timers/promises';
import { join } from 'node:path';
import {
  definePack,
  type AnyNode,
  type NodeContext,
  type Query,
  type Ui,
} from '../../graph-server/engine/define-node.ts';
import { Registry } from '../../graph-server/engine/registry.ts';
import { choice } from '../../graph-server/engine/sockets.ts';
import type { Folders } from '../../graph-server/files/folders.ts';
import {
  QueryRefused,
  type BrowserFolder,
  type CheckedPrompt,
  type Executor,
  type JobEvent,
  type PackQuery,
  type Run,
  type RunEnd,
  type RunEvent,
} from '../../graph-server/queue/executor.ts';
import { NodeStates } from '../../graph-server/queue/node-states.ts';
import { Answers } from '../../graph-server/worker/answer.ts';
import diffusion from '../../nodes/diffusion/index.ts';
import { watchedPrompt } from '../../nodes/elite/attention-output.ts';
import elite from '../../nodes/elite/index.ts';
import image from '../../nodes/image/index.ts';
import { encodeJpeg } from '../../method/image/encode.ts';
import { tensor, type Tensor } from '../../method/tensor/tensor.ts';

/** What the painter's nodes do on their way, for a test to hold them or break them. */
export interface PainterTempo {
  /** A step of the sampler waits for it. */
  step: () => Promise<void>;
  /** When set, the text encoder fails with it. */
  fault: string | undefined;
  /** How many times each node type ran. */
  readonly ran: Map<string, number>;
}

const MODELS = join(import.meta.dirname, '..', '..', 'models');

/** The questions of the pack, answered from the bundle that ships. */
const QUERIES = Object.fromEntries(
  Object.entries(elite.queries ?? {}).map(([name, query]): [string, Query] => [
    name,
    (body, folders) =>
      query({ ...body, bundle: 'elite-nano' }, { ...folders, models: [...folders.models, MODELS] }),
  ]),
);

/** A tempo of some milliseconds a step. */
export function painterTempo(stepMs = 15): PainterTempo {
  return { step: () => after(stepMs), fault: undefined, ran: new Map() };
}

/**
 * Executes the real nodes of pictures on the real engine, in the test's own process; the nodes of networks keep their
 * declarations and paint a coloured disc instead, which depends on the seed alone.
 */
export class PainterExecutor implements Executor {
  readonly #start: () => Answers;
  #answers: Answers;

  constructor(folders: Folders, tempo: PainterTempo) {
    const registry = new Registry();
    registry.add(
      definePack({ ...elite, queries: QUERIES, nodes: elite.nodes.map((node) => painted(node, tempo)) }),
    );
    registry.add(definePack({ ...diffusion, nodes: diffusion.nodes.map((node) => painted(node, tempo)) }));
    registry.add(image);
    this.#start = () =>
      new Answers(
        { registry, browserFolders: [] },
        { ...folders, models: [folders.models], defaultBundle: 'painter' },
      );
    this.#answers = this.#start();
  }

  objectInfo(): Promise<Readonly<Record<string, unknown>>> {
    return this.#answers.to({ kind: 'objectInfo' }, () => undefined) as Promise<Record<string, unknown>>;
  }

  check(prompt: string, targets?: readonly string[]): Promise<CheckedPrompt> {
    const request = { kind: 'check', prompt, ...(targets ? { targets } : {}) } as const;
    return this.#answers.to(request, () => undefined) as Promise<CheckedPrompt>;
  }

  async run(run: Run, onEvent: (event: RunEvent) => void, signal: AbortSignal): Promise<RunEnd> {
    const stop = () => this.#answers.interrupt();
    signal.addEventListener('abort', stop);
    const states = new NodeStates(run.promptId, onEvent);
    const pass = (event: JobEvent) => {
      states.pass(event);
    };
    try {
      return (await this.#answers.to({ kind: 'run', run }, pass)) as RunEnd;
    } finally {
      states.flush();
      signal.removeEventListener('abort', stop);
    }
  }

  query(query: PackQuery): Promise<unknown> {
    return this.#answers
      .to({ kind: 'query', query }, () => undefined)
      .catch((error: unknown) => {
        throw new QueryRefused(error instanceof Error ? error.message : String(error));
      });
  }

  /** Forgets what was computed, as a new process does. */
  free(): Promise<void> {
    this.#answers = this.#start();
    return Promise.resolve();
  }

  browserFolders(): Promise<readonly BrowserFolder[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

const NETWORKS = new Set([
  'EliteBundleLoader',
  'CheckpointLoaderSimple',
  'CLIPImageFeatures',
  'GlobalMapper',
  'LocalMapper',
  'SaveConcept',
  'EliteTextEncode',
  'CLIPTextEncode',
  'EliteUNetSampler',
  'KSampler',
  'VAEDecode',
  'VAEEncode',
]);

/** A node with its declaration as it is and a body that paints. */
function painted(node: AnyNode, tempo: PainterTempo): AnyNode {
  if (!NETWORKS.has(node.type)) return node;
  const copy = { ...node };
  Reflect.deleteProperty(copy, 'validate');
  Reflect.deleteProperty(copy, 'fingerprint');
  const bundle = choice(['painter'], { tooltip: 'The only one.' });
  return {
    ...copy,
    inputs: 'bundle' in node.inputs ? { ...node.inputs, bundle } : node.inputs,
    run: async (given, context) => {
      const { signal, progress, preview } = context;
      tempo.ran.set(node.type, (tempo.ran.get(node.type) ?? 0) + 1);
      if (tempo.fault !== undefined && node.type === 'EliteTextEncode') throw new Error(tempo.fault);
      const values: Readonly<Record<string, unknown>> = given;
      const [seed, steps] = [Number(values['seed'] ?? 0), Number(values['steps'] ?? 0)];
      for (let step = 1; step <= steps; step += 1) {
        await tempo.step();
        signal.throwIfAborted();
        progress(step, steps);
        preview(await encodeJpeg(disc(seed, 64, 1 - step / steps), 64), 'image/jpeg');
      }
      if (node.isOutput === true) return { ui: { text: [`${node.displayName}: painted`] } };
      const outputs = Object.keys(node.outputs);
      const made = Object.fromEntries(outputs.map((name) => [name, valueOf(name, values, seed)]));
      return values['attention'] === true ? { ...made, ui: await hotSpot(context, steps) } : made;
    },
  };
}

/** Maps in which the subject's word acts in one cell of 16 × 16, the fifth of the fifth row, and all else nowhere. */
function hotSpot(context: NodeContext, steps: number): Promise<Ui> | undefined {
  const [side, length] = [16, 7];
  const watched = watchedPrompt(
    { text: tensor(new Float32Array(77), [1, 77, 1]), positions: [5], length },
    tensor(new Float32Array(side * side), [1, 1, side, side]),
  );
  const columns = watched?.watch.columns.length ?? 0;
  const data = new Float32Array(side * side * columns);
  data[(4 * side + 4) * columns] = 1;
  for (let step = 0; step < steps; step += 1)
    watched?.watch.onMaps(step, [
      { height: side, width: side, values: tensor(data, [1, side * side, columns]) },
    ]);
  return watched?.shown(context);
}

function valueOf(output: string, given: Readonly<Record<string, unknown>>, seed: number): unknown {
  if (output === 'LATENT') return { samples: tensor(Float32Array.of(seed), [1, 1, 1, 1]), seed };
  if (output !== 'IMAGE') return { painted: output };
  const latent = given['samples'] as { readonly seed?: number } | undefined;
  return disc(latent?.seed ?? 0, 256, 0);
}

/** A disc of the seed's colour on a soft ground, the more noise the less of it. @returns [1, side, side, 3] */
function disc(seed: number, side: number, noise: number): Tensor {
  const data = new Float32Array(side * side * 3);
  const color = [0, 1, 2].map(
    (c) => 0.25 + 0.7 * fraction(Math.sin((seed + 1) * (c + 1) * 12.9898) * 43_758.5),
  );
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      const far = Math.hypot(x / side - 0.5, y / side - 0.5);
      for (let c = 0; c < 3; c += 1) {
        const drawn = far < 0.3 ? (color[c] ?? 0) * (1.1 - far) : 0.86 - 0.25 * (y / side) - 0.04 * c;
        const grain = fraction(Math.sin(x * 78.2 + y * 37.7 + c) * 9_871.3);
        data[(y * side + x) * 3 + c] = drawn * (1 - noise) + grain * noise;
      }
    }
  return tensor(data, [1, side, side, 3]);
}

function fraction(value: number): number {
  return value - Math.floor(value);
}

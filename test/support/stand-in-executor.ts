import { isRecord } from '../../graph-server/queue/output-files.ts';
import {
  ExecutorLost,
  type BrowserFolder,
  type CheckedPrompt,
  type Executor,
  type PackQuery,
  type Run,
  type RunEnd,
  type RunEvent,
} from '../../graph-server/queue/executor.ts';

/** Executes prompts of `Echo` nodes in the test's own process, so that queue and routes are tested without a worker. */
export class StandInExecutor implements Executor {
  /** The prompts that ran, as they came. */
  readonly ran: Run[] = [];
  /** Runs wait here until it is resolved. */
  gate: Promise<void> = Promise.resolve();
  /** As many runs fail as if their process had died. */
  losses = 0;
  /** What each node of a run shows; else its id as a text. */
  shown: Readonly<Record<string, unknown>> | undefined;
  /** What was freed. */
  readonly freed: object[] = [];

  objectInfo(): Promise<Readonly<Record<string, unknown>>> {
    return Promise.resolve({
      Echo: { input: { required: { text: ['STRING', {}] } }, output: [], name: 'Echo' },
    });
  }

  check(prompt: string, targets?: readonly string[]): Promise<CheckedPrompt> {
    const nodes = JSON.parse(prompt) as Record<string, { class_type: string }>;
    const unknown = Object.entries(nodes).find(([, node]) => node.class_type !== 'Echo');
    if (!unknown)
      return Promise.resolve({ ok: true, prompt, targets: targets ?? Object.keys(nodes), nodeErrors: {} });
    const error = {
      type: 'missing_node_type',
      message: `node ${unknown[0]}: unknown`,
      details: '',
      extra_info: {},
    };
    return Promise.resolve({ ok: false, error, nodeErrors: {} });
  }

  async run(run: Run, onEvent: (event: RunEvent) => void, signal: AbortSignal): Promise<RunEnd> {
    this.ran.push(run);
    const prompt_id = run.promptId;
    const end = (state: RunEnd['state'], outputs = {}): RunEnd => ({
      state,
      outputs,
      meta: {},
      message: {
        type: `execution_${state}`,
        data: { prompt_id, timestamp: Date.now(), exception_message: 'broken\n' },
      },
    });
    onEvent({
      kind: 'message',
      message: { type: 'execution_cached', data: { nodes: [], prompt_id, timestamp: Date.now() } },
    });
    for (const node of run.targets) {
      onEvent({
        kind: 'message',
        message: { type: 'executing', data: { node, display_node: node, prompt_id } },
      });
      onEvent({ kind: 'preview', nodeId: node, bytes: Uint8Array.of(1, 2, 3), mime: 'image/jpeg' });
      await Promise.race([this.gate, aborted(signal)]);
      if (this.losses > 0) {
        this.losses -= 1;
        throw new ExecutorLost('worker: expected an answer, the process ended with SIGKILL');
      }
      if (signal.aborted) return end('interrupted');
    }
    if (run.prompt.includes('"fail"')) return end('error');
    return end('success', Object.fromEntries(run.targets.map((id) => [id, this.shown ?? { text: [id] }])));
  }

  query({ pack, name, body }: PackQuery): Promise<unknown> {
    if (pack !== 'echo' || !isRecord(body)) return Promise.resolve(undefined);
    if (name === 'bytes') return Promise.resolve(Uint8Array.of(1, 2, 255));
    if (name === 'told') return Promise.resolve({ told: body['told'], asked: body['asked'] });
    return Promise.resolve(name === 'say' ? { said: body['text'] } : undefined);
  }

  free(wanted: object): Promise<void> {
    this.freed.push(wanted);
    return Promise.resolve();
  }

  browserFolders(): Promise<readonly BrowserFolder[]> {
    return Promise.resolve([]);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
}

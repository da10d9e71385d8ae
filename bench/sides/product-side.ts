// The product's networks as a process beside another: one JSON line asks, one JSON line answers.
import { createInterface } from 'node:readline';
import { BundleFolder } from '../../method/diffusion/bundle-folder.ts';
import { openBundle, type Bundle } from '../../method/elite/bundle.ts';
import type { BuildModel, Session, Sessions } from '../../method/onnx/session.ts';
import { Runtime } from '../../method/runtime/runtime.ts';
import { inPrecision } from '../../nodes/elite/in-precision.ts';
import { PRODUCT_NETWORKS } from './product-networks.ts';
import type { Options } from './side.ts';
import { readTensors, writtenTensors, type TensorJson } from './tensor-json.ts';

interface Request {
  /** The bundle's folder; with `int8`, the folder of models that 8-bit weights are kept in. */
  readonly open?: { readonly bundle: string; readonly precision?: 'int8'; readonly models?: string };
  readonly drop?: boolean;
  readonly run?: string;
  readonly inputs?: Record<string, TensorJson>;
  readonly options?: Options;
  readonly outputs?: boolean;
}

/** Counts what loading takes. */
class CountedSessions implements Sessions {
  readonly runtime: Runtime;
  readonly load = new Stopwatch();

  constructor(runtime: Runtime) {
    this.runtime = runtime;
  }

  session(key: string, build: BuildModel): Promise<Session> {
    return this.load.during(() => this.runtime.session(key, build));
  }
}

/** Seconds by the clock and of processor. */
class Stopwatch {
  seconds = 0;
  processor = 0;

  async during<T>(work: () => Promise<T>): Promise<T> {
    const [clock, processor] = [performance.now(), process.cpuUsage()];
    try {
      return await work();
    } finally {
      const { user, system } = process.cpuUsage(processor);
      this.seconds += (performance.now() - clock) / 1000;
      this.processor += (user + system) / 1e6;
    }
  }
}

let sessions: CountedSessions | undefined;
let bundle: Bundle | undefined;

async function answer({ open, drop, run, ...request }: Request): Promise<object> {
  if (open) {
    sessions = new CountedSessions(new Runtime());
    const opened = await openBundle(await BundleFolder.open(open.bundle), sessions);
    const { precision = 'fp32', models } = open;
    const networks = await inPrecision(opened, precision, { models: models === undefined ? [] : [models] });
    bundle = { ...opened, ...networks };
    return {};
  }
  if (!sessions || !bundle) throw new Error('side: expected open first, got another request');
  if (drop === true) {
    await sessions.runtime.dispose();
    return {};
  }
  const network = PRODUCT_NETWORKS[run ?? ''];
  if (!network) throw new Error(`run: expected one of ${Object.keys(PRODUCT_NETWORKS).join()}, got ${run}`);
  const inputs = readTensors(request.inputs ?? {});
  const [watch, { load }, target] = [new Stopwatch(), sessions, bundle];
  const before = { seconds: load.seconds, processor: load.processor };
  const outputs = await watch.during(() => network(target, inputs, request.options ?? {}));
  const loadSeconds = load.seconds - before.seconds;
  return {
    outputs: request.outputs === false ? {} : writtenTensors(outputs),
    seconds: watch.seconds - loadSeconds,
    processorSeconds: watch.processor - (load.processor - before.processor),
    loadSeconds,
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answer(JSON.parse(line) as Request).catch((error: unknown) => ({
    error: error instanceof Error ? error.message : String(error),
  }));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
await sessions?.runtime.dispose();

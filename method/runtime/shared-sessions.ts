import type { Sessions } from '../onnx/session.ts';
import { runtimeOptions } from './runtime-options.ts';
import type { Runtime } from './runtime.ts';

let runtime: Promise<Runtime> | undefined;

/** The sessions of this process: whatever runs here shares them, and the runtime itself is loaded at the first. */
export const sharedSessions: Sessions = {
  async session(key, build) {
    runtime ??= import('./runtime.ts').then(
      (module) => new module.Runtime({ ...runtimeOptions(process.env), tell: console.error }),
    );
    return (await runtime).session(key, build);
  },
};

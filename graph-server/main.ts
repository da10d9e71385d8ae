import type { ServerConfig } from './config.ts';
import { startWorkerExecutor } from './queue/worker-executor.ts';
import { startServer } from './server.ts';
import { EXIT } from './start-error.ts';

/** The server as a process: serves until it is told to stop. */
export async function serveUntilStopped(config: ServerConfig): Promise<void> {
  const server = await startServer(config, startWorkerExecutor);
  console.log(`data folder: ${config.data}`);
  console.log(
    `Elite Graph is ready: ${server.url}${server.token === undefined ? '' : `/?token=${server.token}`}`,
  );
  dieOnFaults(() => server.close());
  await stopSignal();
  console.log('stopping: the running job goes back into the queue (Ctrl-C again ends at once)');
  await server.close();
}

/** A fault that nobody caught ends the process; what was accepted is on disk and runs after the next start. */
function dieOnFaults(close: () => Promise<void>): void {
  const die = (error: unknown) => {
    console.error('server: expected to catch its faults, got', error);
    void close().finally(() => process.exit(EXIT.broken));
  };
  process.once('uncaughtException', die);
  process.once('unhandledRejection', die);
}

function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
  });
}

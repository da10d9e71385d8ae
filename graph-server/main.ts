import type { ServerConfig } from './config.ts';
import { startWorkerExecutor } from './queue/worker-executor.ts';
import { startServer } from './server.ts';

/** The server as a process: serves until it is told to stop. */
export async function serveUntilStopped(config: ServerConfig): Promise<void> {
  const server = await startServer(config, startWorkerExecutor);
  console.log(`data folder: ${config.data}`);
  console.log(
    `Elite Graph is ready: ${server.url}${server.token === undefined ? '' : `/?token=${server.token}`}`,
  );
  await stopSignal();
  await server.close();
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

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { Router, type Express, type RequestHandler } from 'express';
import type { ServerConfig } from './config.ts';
import { foldersOf, prepareFolders, type Folders } from './files/folders.ts';
import { bringSamples } from './files/samples.ts';
import { apiHeaders, editorRouter } from './http/editor.ts';
import { extensionsRouter } from './http/extensions.ts';
import { factsRouter } from './http/facts.ts';
import { gate, type GateRules } from './http/gate.ts';
import { jobsRouter } from './http/jobs.ts';
import { objectInfoRouter } from './http/object-info.ts';
import { promptRouter } from './http/prompt.ts';
import { queriesRouter } from './http/queries.ts';
import { queueRouter } from './http/queue.ts';
import { answerError, notFound, refuse } from './http/refuse.ts';
import { settingsRouter } from './http/settings.ts';
import { templatesRouter } from './http/templates.ts';
import { isLoopback, tokenOf, tokenToCookie } from './http/token.ts';
import { uploadRouter } from './http/upload.ts';
import { userdataRouter } from './http/userdata.ts';
import { viewRouter } from './http/view.ts';
import { PictureProcess } from './pictures/picture-process.ts';
import type { Executor } from './queue/executor.ts';
import { JobQueue } from './queue/job-queue.ts';
import { JobStore } from './store/job-store.ts';
import { lockFolder } from './store/lock.ts';
import { openDatabase } from './store/open-database.ts';
import { Settings } from './store/settings.ts';
import { Hub } from './ws/hub.ts';
import { executingMessage, statusMessage, type Features } from './ws/messages.ts';
import { serveSockets } from './ws/upgrade.ts';

/** A server that answers. */
export interface RunningServer {
  readonly url: string;
  /** Off loopback, the token that every request needs. */
  readonly token?: string;
  close(): Promise<void>;
}

/** Starts what runs the jobs, once the folders are there. */
export type ExecutorStart = (config: ServerConfig, folders: Folders) => Promise<Executor>;

const TIMES = {
  headersTimeout: 10_000,
  keepAliveTimeout: 5_000,
  requestTimeout: 600_000,
  connectionsCheckingInterval: 2_000,
};
const TEMPLATE_PACK = 'elite-graph';

/**
 * Starts a server: takes the data folder, binds the port, then opens the files and the worker.
 * @throws an Error of one sentence when the folder or the port is taken
 */
export async function startServer(
  config: ServerConfig,
  startExecutor: ExecutorStart,
): Promise<RunningServer> {
  const folders = foldersOf(config.data);
  const closers: (() => unknown)[] = [lockFolder(folders.state)];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const server = createServer({ ...TIMES, maxHeaderSize: 16 * 1024 });
    closers.push(await bind(server, config));
    await prepareFolders(folders);
    await bringSamples(folders.input);
    const database = openDatabase(join(folders.state, 'graph.db'));
    closers.push(() => {
      database.close();
    });
    const executor = await startExecutor(config, folders);
    closers.push(() => executor.close());
    const token = isLoopback(config.listen) ? undefined : tokenOf(folders.state);
    const rules = gateRules(config, token);
    closers.push(
      ...assemble(server, {
        config,
        folders,
        executor,
        rules,
        store: new JobStore(database),
        settings: new Settings(database),
      }),
    );
    return { url: urlOf(server, config), ...(token === undefined ? {} : { token }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Parts {
  readonly config: ServerConfig;
  readonly folders: Folders;
  readonly executor: Executor;
  readonly rules: GateRules;
  readonly store: JobStore;
  readonly settings: Settings;
}

/** Joins the parts; answers what ends them, first opened first. */
function assemble(server: Server, parts: Parts): (() => unknown)[] {
  const { config, executor, rules, store } = parts;
  const features: Features = {
    supports_preview_metadata: true,
    max_upload_size: config.maxUploadBytes,
    assets: false,
  };
  const hub = new Hub(features);
  const queue = new JobQueue(store, hub, executor);
  const pictures = new PictureProcess();
  const greeting = (clientId: string) => {
    const current = queue.current;
    const running =
      current?.node !== undefined && current.clientId === clientId
        ? [executingMessage(current.id, current.node)]
        : [];
    return [statusMessage(store.remaining(), clientId), ...running];
  };
  const closeSockets = serveSockets(server, hub, rules, greeting);
  server.removeAllListeners('request');
  server.on('request', application({ ...parts, features, queue, pictures }));
  queue.start();
  return [() => pictures.close(), closeSockets, () => queue.stop()];
}

function application(
  parts: Parts & { features: Features; queue: JobQueue; pictures: PictureProcess },
): Express {
  const { config, folders, executor, rules, store, queue, pictures } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(gateHandler(rules), tokenToCookie);

  const api = Router();
  api.use(promptRouter(store, queue, executor));
  api.use(queueRouter(store, queue));
  api.use(objectInfoRouter(executor));
  api.use(viewRouter(folders, pictures));
  api.use(uploadRouter(folders, pictures, config.maxUploadBytes));
  api.use(extensionsRouter(() => executor.browserFolders()));
  api.use(factsRouter(parts.features, folders.models));
  api.use(settingsRouter(parts.settings));
  api.use(userdataRouter(folders.user));
  api.use(templatesRouter(config.workflows, TEMPLATE_PACK));
  api.use(queriesRouter(executor));

  app.use('/api', apiHeaders(), jobsRouter(store, queue), api, notFound);
  app.use(editorRouter(config.editor));
  app.use(apiHeaders(), api, notFound);
  app.use(answerError);
  return app;
}

function gateHandler(rules: GateRules): RequestHandler {
  return (request, response, next) => {
    const refusal = gate(request, rules);
    if (refusal) refuse(response, refusal.status, 'refused', refusal.message);
    else next();
  };
}

function gateRules(
  { allowedHosts, allowedOrigins, listen }: ServerConfig,
  token: string | undefined,
): GateRules {
  return {
    allowedHosts: [...allowedHosts, listen],
    allowedOrigins,
    ...(token === undefined ? {} : { token }),
  };
}

/** Binds the port at once; until the rest is open, requests get 503. */
async function bind(server: Server, { port, listen }: ServerConfig): Promise<() => Promise<void>> {
  server.maxConnections = 4096;
  server.on('request', (_request, response) => {
    response.writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' }).end('starting\n');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port}: expected a free port, got one in use (--port N chooses another)`, {
              cause: error,
            })
          : error,
      );
    });
    server.listen(port, listen, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
      server.closeAllConnections();
    });
}

function urlOf(server: Server, { listen }: ServerConfig): string {
  const { port } = server.address() as AddressInfo;
  const host = listen.includes(':') ? `[${listen}]` : listen;
  return `http://${host}:${port}`;
}

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express, { Router, type Express } from 'express';
import type { ServerConfig } from './config.ts';
import { foldersOf, prepareFolders, type Folders } from './files/folders.ts';
import { bringSamples } from './files/samples.ts';
import { gateHandler } from './http/gate-handler.ts';
import { apiHeaders, editorRouter } from './http/editor.ts';
import { extensionsRouter } from './http/extensions.ts';
import { factsRouter } from './http/facts.ts';
import { filesRouter } from './http/files.ts';
import { frontEndRouter, prepareUserFiles } from './http/front-end.ts';
import type { GateRules } from './http/gate.ts';
import { internalRouter } from './http/internal.ts';
import { jobsRouter } from './http/jobs.ts';
import { LogBuffer } from './http/log-buffer.ts';
import { modelsRouter } from './http/models.ts';
import { objectInfoRouter } from './http/object-info.ts';
import { ownHosts } from './http/own-hosts.ts';
import { promptRouter } from './http/prompt.ts';
import { queriesRouter } from './http/queries.ts';
import { queueRouter } from './http/queue.ts';
import { answerError, notFound, wrongVerb } from './http/refuse.ts';
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
import { EXIT, StartError } from './start-error.ts';
import { Hub } from './ws/hub.ts';
import { statusMessage, type Features } from './ws/messages.ts';
import { GraphSession } from './ws/graph-session.ts';
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
    if (config.frontEnd !== undefined) await prepareUserFiles(folders.user);
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
        store: new JobStore(database, config.maxHistory),
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
  const { config, executor, folders, rules, store } = parts;
  const features: Features = {
    supports_preview_metadata: true,
    max_upload_size: config.maxUploadBytes,
    assets: false,
    keeps_results: config.cache.mode !== 'none',
  };
  const hub = new Hub(features);
  const queue = new JobQueue(store, hub, executor, { claims: folders.claims });
  const pictures = new PictureProcess();
  const logs = new LogBuffer((entry) => {
    hub.sendLogs({ type: 'logs', data: { entries: [entry], size: null } });
  });
  const shared = { ...parts, features, hub, queue, pictures, logs, maxQueued: config.maxQueued };
  const uploads = { folders, pictures };
  const closeSockets = serveSockets(server, hub, rules, {
    greeting: (clientId) => {
      const current = queue.current;
      const running = current?.clientId === clientId ? current.lately : [];
      return [statusMessage(store.remaining(), clientId), ...running];
    },
    listener: (clientId, socket) =>
      new GraphSession(clientId, socket, { ...shared, uploads, maxUploadBytes: config.maxUploadBytes }),
  });
  server.removeAllListeners('request');
  server.on('request', application(shared));
  queue.start();
  return [logs.follow(console), () => pictures.close(), closeSockets, () => queue.stop()];
}

interface Application extends Parts {
  readonly features: Features;
  readonly hub: Hub;
  readonly queue: JobQueue;
  readonly pictures: PictureProcess;
  readonly logs: LogBuffer;
  readonly maxQueued: number;
}

function application(parts: Application): Express {
  const { config } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(gateHandler(parts.rules), tokenToCookie);

  const { api, jobs, internal } = routersOf(parts);
  app.use('/api', apiHeaders(), jobs, api, wrongVerb(jobs, api), notFound);
  app.use('/internal', apiHeaders(), internal, wrongVerb(internal), notFound);
  app.use(config.frontEnd === undefined ? editorRouter(config.editor) : frontEndRouter(config.frontEnd));
  app.use(apiHeaders(), api, wrongVerb(api), notFound);
  app.use(answerError);
  return app;
}

/** The routes of the server: `api` answers under `/` and `/api`, `jobs` under `/api`, `internal` under `/internal`. */
export function routersOf(parts: Application): Readonly<Record<'api' | 'jobs' | 'internal', Router>> {
  const { config, folders, executor, store, queue, pictures } = parts;
  const api = Router();
  const routers = [
    promptRouter(parts),
    queueRouter(store, queue),
    objectInfoRouter(executor),
    viewRouter(folders, pictures),
    uploadRouter(parts, config.maxUploadBytes),
    extensionsRouter(() => executor.browserFolders()),
    factsRouter(parts.features),
    modelsRouter(folders.models),
    settingsRouter(parts.settings),
    userdataRouter(folders.user),
    templatesRouter(config.workflows, TEMPLATE_PACK),
    filesRouter(folders, store),
    queriesRouter(executor, store),
  ];
  // One flat table of routes, so that a wrong verb and the documentation can be told from it.
  for (const router of routers) api.stack.push(...router.stack);
  return { api, jobs: jobsRouter(store, queue), internal: internalRouter(folders, parts.logs, parts.hub) };
}

function gateRules(
  { allowedHosts, allowedOrigins, listen }: ServerConfig,
  token: string | undefined,
): GateRules {
  return {
    allowedHosts: [...allowedHosts, ...ownHosts(listen)],
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
          ? new StartError(
              `port ${port}: expected a free port, got one in use (--port N chooses another)`,
              EXIT.unavailable,
              error,
            )
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

import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import {
  COMPUTE_FLAGS,
  COMPUTE_MEMBERS,
  computeChoice,
  type ComputeChoice,
  type ComputeFlags,
} from './compute-choice.ts';
import { DEFAULT_CACHE, type CacheChoice } from './engine/cache-choice.ts';
import { defaultDataFolder } from './files/data-folder.ts';
import { packEntry } from './files/pack-entry.ts';

/** The folder that holds package.json. */
export const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..');

/** Everything that a server is started with. */
export interface ServerConfig {
  readonly port: number;
  readonly listen: string;
  readonly data: string;
  /** The bundle that the packs begin with; without one they take the embedded one. */
  readonly bundle?: string;
  /** The entry files of the packs, in loading order. */
  readonly packs: readonly string[];
  /** How results are kept from one run to the next. */
  readonly cache: CacheChoice;
  /** How models are computed. */
  readonly compute: ComputeChoice;
  readonly workflows: string;
  readonly editor: string;
  /** The folder of a front-end of ComfyUI's that is served in place of the editor. */
  readonly frontEnd?: string;
  readonly maxUploadBytes: number;
  /** How many finished jobs the history keeps; the oldest go first. */
  readonly maxHistory: number;
  /** How many jobs may wait or run; more are refused. */
  readonly maxQueued: number;
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
}

/** The embedded bundle, which loaders offer first. */
export const DEFAULT_BUNDLE = 'elite-nano';

const DEFAULT_PACKS = ['nodes/elite', 'nodes/diffusion', 'nodes/image', 'nodes/evaluation'];
const MIB = 2 ** 20;
const DEFAULT_BOUND = 10_000;

const ConfigFile = v.strictObject({
  port: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535))),
  listen: v.optional(v.string()),
  bundle: v.optional(v.string()),
  frontEndRoot: v.optional(v.string()),
  packs: v.optional(v.array(v.string())),
  cache: v.optional(
    v.union([
      v.picklist(['classic', 'none']),
      v.strictObject({ lru: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
      v.strictObject({ ram: v.pipe(v.number(), v.gtValue(0)) }),
    ]),
  ),
  ...COMPUTE_MEMBERS,
  maxHistory: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  maxQueued: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  maxUploadMiB: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(4096))),
  allowedHosts: v.optional(v.array(v.string())),
  allowedOrigins: v.optional(v.array(v.string())),
});

/** The flags of `serve`, which `run` shares where they make sense. */
const SERVE_FLAGS = {
  port: { type: 'string' },
  listen: { type: 'string' },
  data: { type: 'string' },
  bundle: { type: 'string' },
  config: { type: 'string' },
  'front-end-root': { type: 'string' },
  ...COMPUTE_FLAGS,
  'cache-classic': { type: 'boolean' },
  'cache-lru': { type: 'string' },
  'cache-ram': { type: 'string' },
  'cache-none': { type: 'boolean' },
  'allowed-host': { type: 'string', multiple: true },
  'allowed-origin': { type: 'string', multiple: true },
} as const;

type Flags = Partial<
  Record<'port' | 'listen' | 'data' | 'bundle' | 'config' | 'front-end-root', string | undefined>
> & {
  readonly 'allowed-host'?: string[] | undefined;
  readonly 'allowed-origin'?: string[] | undefined;
} & CacheFlags &
  ComputeFlags;

interface CacheFlags {
  readonly 'cache-classic'?: boolean | undefined;
  readonly 'cache-lru'?: string | undefined;
  readonly 'cache-ram'?: string | undefined;
  readonly 'cache-none'?: boolean | undefined;
}

/**
 * The configuration that flags and the file `config.json` of the data folder give; flags win.
 * @throws an Error of one sentence for a flag or key that is unknown or out of range
 */
export function configOf(flags: Flags): ServerConfig {
  const data = resolve(
    flags.data ??
      defaultDataFolder({ packageRoot, platform: process.platform, home: homedir(), env: process.env }),
  );
  const file = configFile(flags.config, data);
  const bundle = flags.bundle ?? file.bundle;
  const frontEnd = flags['front-end-root'] ?? file.frontEndRoot;
  return {
    port: flags.port === undefined ? (file.port ?? 8188) : portOf(flags.port),
    listen: flags.listen ?? file.listen ?? '127.0.0.1',
    data,
    ...(bundle === undefined ? {} : { bundle }),
    packs: [
      ...DEFAULT_PACKS.map((pack) => packEntry(pack, [packageRoot])),
      ...(file.packs ?? []).map((pack) => packEntry(pack, [join(data, 'packs'), data, packageRoot])),
    ],
    cache: cacheOfFlags(flags) ?? cacheOfFile(file.cache) ?? DEFAULT_CACHE,
    compute: computeChoice(flags, file),
    workflows: join(packageRoot, 'workflows'),
    editor: join(packageRoot, 'ui', 'dist'),
    ...(frontEnd === undefined ? {} : { frontEnd: frontEndOf(frontEnd) }),
    maxUploadBytes: (file.maxUploadMiB ?? 100) * MIB,
    maxHistory: file.maxHistory ?? DEFAULT_BOUND,
    maxQueued: file.maxQueued ?? DEFAULT_BOUND,
    allowedHosts: [...(file.allowedHosts ?? []), ...(flags['allowed-host'] ?? [])].map((host) =>
      host.toLowerCase(),
    ),
    allowedOrigins: [...(file.allowedOrigins ?? []), ...(flags['allowed-origin'] ?? [])],
  };
}

/** The configuration of a command line such as `--port 8190 --data ./my-data`. */
export function configOfArguments(args: readonly string[]): ServerConfig {
  return configOf(parseArgs({ args: [...args], options: SERVE_FLAGS, strict: true }).values);
}

function configFile(named: string | undefined, data: string): v.InferOutput<typeof ConfigFile> {
  const path = named ?? join(data, 'config.json');
  if (named === undefined && !existsSync(path)) return {};
  const parsed = v.safeParse(ConfigFile, readJson(path));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  throw new Error(
    `${path}, ${v.getDotPath(issue) ?? 'top level'}: expected ${issue.expected ?? 'another value'}, got ${issue.received}`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(
      `${path}: expected a JSON file, got ${cause instanceof Error ? cause.message : 'another'}`,
      { cause },
    );
  }
}

function frontEndOf(folder: string): string {
  const path = resolve(folder);
  if (existsSync(join(path, 'index.html'))) return path;
  throw new Error(`--front-end-root: expected a folder that holds an index.html, got ${path}`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new Error(`--port: expected a number from 0 to 65535, got ${JSON.stringify(text)}`);
}

function cacheOfFile(cache: v.InferOutput<typeof ConfigFile>['cache']): CacheChoice | undefined {
  if (cache === undefined) return undefined;
  if (typeof cache === 'string') return { mode: cache };
  return 'lru' in cache ? { mode: 'lru', entries: cache.lru } : { mode: 'ram', gigabytes: cache.ram };
}

function cacheOfFlags(flags: CacheFlags): CacheChoice | undefined {
  const choices: CacheChoice[] = [];
  const { 'cache-lru': lru, 'cache-ram': ram } = flags;
  if (flags['cache-classic'] === true) choices.push({ mode: 'classic' });
  if (flags['cache-none'] === true) choices.push({ mode: 'none' });
  if (lru !== undefined) choices.push({ mode: 'lru', entries: Math.floor(positive('--cache-lru', lru, 1)) });
  if (ram !== undefined) choices.push({ mode: 'ram', gigabytes: positive('--cache-ram', ram, 0.001) });
  if (choices.length <= 1) return choices[0];
  const modes = choices.map(({ mode }) => `--cache-${mode}`).join(', ');
  throw new Error(`${modes}: expected one way to keep results, got ${choices.length}`);
}

function positive(flag: string, text: string, least: number): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= least && Number.isFinite(value)) return value;
  throw new Error(`${flag}: expected a number from ${least}, got ${JSON.stringify(text)}`);
}

import * as v from 'valibot';

/** What may compute, as ONNX Runtime names it; what a machine has depends on its system and drivers. */
export const PROVIDERS = ['cpu', 'cuda', 'dml', 'coreml', 'webgpu'] as const;

/** How models are computed; what is left out follows the machine. */
export interface ComputeChoice {
  readonly threads?: number;
  /** Weights that stay loaded, bytes. */
  readonly bytes?: number;
  readonly provider?: (typeof PROVIDERS)[number];
}

const GIB = 2 ** 30;
const MOST_THREADS = 1024;
const LEAST_GIB = 0.001;

/** The members of config.json that say how models are computed. */
export const COMPUTE_MEMBERS = {
  threads: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_THREADS))),
  modelMemory: v.optional(v.pipe(v.number(), v.minValue(LEAST_GIB))),
  provider: v.optional(v.picklist(PROVIDERS)),
} as const;

/** The flags that do. */
export const COMPUTE_FLAGS = {
  threads: { type: 'string' },
  'model-memory': { type: 'string' },
  provider: { type: 'string' },
} as const;

export type ComputeFlags = Readonly<Partial<Record<keyof typeof COMPUTE_FLAGS, string | undefined>>>;

interface ComputeMembers {
  readonly threads?: number | undefined;
  /** GiB */
  readonly modelMemory?: number | undefined;
  readonly provider?: ComputeChoice['provider'];
}

/** The choice of flags and of config.json; flags win. @throws an Error of one sentence for a flag that is out of range */
export function computeChoice(flags: ComputeFlags, file: ComputeMembers): ComputeChoice {
  const threads = flags.threads === undefined ? file.threads : threadsOf(flags.threads);
  const memory = flags['model-memory'] === undefined ? file.modelMemory : memoryOf(flags['model-memory']);
  const provider = flags.provider === undefined ? file.provider : providerOf(flags.provider);
  return {
    ...(threads === undefined ? {} : { threads }),
    ...(memory === undefined ? {} : { bytes: Math.round(memory * GIB) }),
    ...(provider === undefined ? {} : { provider }),
  };
}

function threadsOf(text: string): number {
  const threads = Number(text);
  if (/^\d{1,4}$/.test(text) && threads >= 1 && threads <= MOST_THREADS) return threads;
  throw new Error(`--threads: expected a number from 1 to ${MOST_THREADS}, got ${JSON.stringify(text)}`);
}

function memoryOf(text: string): number {
  const memory = Number(text);
  if (text.trim() !== '' && memory >= LEAST_GIB && Number.isFinite(memory)) return memory;
  throw new Error(`--model-memory: expected GB from ${LEAST_GIB}, got ${JSON.stringify(text)}`);
}

function providerOf(text: string): (typeof PROVIDERS)[number] {
  const provider = PROVIDERS.find((known) => known === text);
  if (provider !== undefined) return provider;
  throw new Error(`--provider: expected one of ${PROVIDERS.join(', ')}, got ${JSON.stringify(text)}`);
}

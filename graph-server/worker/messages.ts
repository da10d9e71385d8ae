import type { ComputeChoice } from '../compute-choice.ts';
import type { CacheChoice } from '../engine/cache-choice.ts';
import type { Folders } from '../engine/sockets.ts';
import type { JobEvent, PackQuery, Run } from '../queue/executor.ts';

/** What a worker process is started with. */
export interface WorkerSettings {
  /** Entry files of the packs, in loading order. */
  readonly packs: readonly string[];
  readonly folders: Folders;
  /** How results are kept from one run to the next. */
  readonly cache: CacheChoice;
  /** How models are computed; packs find it in the environment. */
  readonly compute?: ComputeChoice;
  /** Whether packs that cannot be loaded are told on standard error; of several workers one tells. */
  readonly tellsFaults: boolean;
}

/** What a worker process can be asked. */
export type Request =
  | { readonly kind: 'ready' }
  | { readonly kind: 'objectInfo' }
  | { readonly kind: 'browserFolders' }
  | { readonly kind: 'check'; readonly prompt: string; readonly targets?: readonly string[] }
  | { readonly kind: 'query'; readonly query: PackQuery }
  | { readonly kind: 'run'; readonly run: Run };

/** A message to a worker process; `interrupt` stops the job that runs. */
export type ToWorker = { readonly id: number; readonly request: Request } | { readonly interrupt: true };

/** A node of a running job that must tell progress or end within a time: a blocked process cannot see to it itself. */
export interface Deadline {
  readonly node: string;
  readonly seconds: number;
}

/** A message from a worker process: an answer, why there is none, or what a running job tells before its answer. */
export type FromWorker =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: string }
  | { readonly id: number; readonly event: JobEvent }
  | { readonly id: number; readonly deadline: Deadline }
  /** The pack that is being loaded, which is to blame if the process ends now; null when all are. */
  | { readonly loading: string | null };

import type { Message } from '../ws/messages.ts';

/** What an executor is given to run. */
export interface Run {
  readonly promptId: string;
  /** JSON of the API prompt, digits as the client wrote them. */
  readonly prompt: string;
  /** JSON of what came with the prompt. */
  readonly extraData: string;
  /** The output nodes to execute. */
  readonly targets: readonly string[];
  /** The folder in which the job notes the names of its pictures, so that a second attempt takes the same. */
  readonly claims?: string;
}

/** The ids that a client knows of a node that another one made. */
interface Kin {
  readonly display: string;
  readonly parent: string;
  readonly real: string;
}

/** What a running job tells: a message of the protocol, or a preview picture of a node. */
export type RunEvent =
  | { readonly kind: 'message'; readonly message: Message }
  | {
      readonly kind: 'preview';
      readonly nodeId: string;
      readonly bytes: Uint8Array;
      readonly mime: string;
      readonly kin?: Kin;
    };

/** How far a node is. */
export interface NodeState {
  readonly id: string;
  readonly value: number;
  readonly max: number;
  readonly state: 'running' | 'finished' | 'error' | 'blocked';
  readonly kin?: Kin;
}

/** What the process of a job tells: as its clients will hear it, but for the nodes whose states have changed. */
export type JobEvent = RunEvent | { readonly kind: 'states'; readonly nodes: readonly NodeState[] };

/** How a run ended; the final message is one of execution_success, execution_error and execution_interrupted. */
export interface RunEnd {
  readonly state: 'success' | 'error' | 'interrupted';
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly meta: Readonly<Record<string, unknown>>;
  readonly message: Message;
}

/** The result of checking a prompt: what will run, or why nothing can; both may name faulty nodes. */
export type CheckedPrompt =
  | {
      readonly ok: true;
      readonly prompt: string;
      readonly targets: readonly string[];
      readonly nodeErrors: Readonly<Record<string, unknown>>;
    }
  | {
      readonly ok: false;
      readonly error: PromptFault;
      readonly nodeErrors: Readonly<Record<string, unknown>>;
    };

/** Why a whole prompt is refused, in ComfyUI's form. */
export interface PromptFault {
  readonly type: string;
  readonly message: string;
  readonly details: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
}

/** A short question to a pack, answered beside the jobs. */
export interface PackQuery {
  readonly pack: string;
  readonly name: string;
  readonly method: string;
  readonly body: unknown;
}

/** A pack's folder of files for browsers. */
export interface BrowserFolder {
  readonly pack: string;
  readonly folder: string;
}

/** Thrown by `Executor.run` when the process that ran the job is gone: the job itself may be run again. */
export class ExecutorLost extends Error {}

/** Thrown by `Executor.query` with what a pack says of a question that it does not answer. */
export class QueryRefused extends Error {
  readonly status = 400;
}

/** Knows the node types and runs jobs, somewhere else than in the server's own process. */
export interface Executor {
  /** `/object_info` of the loaded packs, as it is at this moment; the greatest seed in it is a bigint. */
  objectInfo(): Promise<Readonly<Record<string, unknown>>>;
  /** Checks a prompt against the loaded packs; `targets` limits the output nodes. */
  check(prompt: string, targets?: readonly string[]): Promise<CheckedPrompt>;
  /** @throws ExecutorLost when the executing process ends without an answer */
  run(run: Run, onEvent: (event: RunEvent) => void, signal: AbortSignal): Promise<RunEnd>;
  /**
   * Answers a query that a pack declares; undefined when none has that name.
   * @throws QueryRefused with what the pack says of the question
   */
  query(query: PackQuery): Promise<unknown>;
  /** The folders of files for browsers that the loaded packs bring along. */
  browserFolders(): Promise<readonly BrowserFolder[]>;
  /** Lets go of models and, with `freeMemory`, of all kept results; called while no job runs. */
  free(wanted: { readonly unloadModels: boolean; readonly freeMemory: boolean }): Promise<void>;
  /** Ends the process. */
  close(): Promise<void>;
}

import type { Folders, Input, Socket } from './sockets.ts';

/** The inputs that a node type declares, by name; the order is the editor's. */
export type Inputs = Readonly<Record<string, Input<unknown>>>;

/** The outputs that a node type declares, by name; the order is that of its slots. */
export type Outputs = Readonly<Record<string, Socket<unknown>>>;

type Carried<S> = S extends { readonly carries?: infer T } ? T : never;

/** The values that `run` gets. */
type InputValues<I> = { readonly [K in keyof I]: Carried<I[K]> };

/** The values that `run` gives: one for each output, and what clients are shown under `ui`. */
type OutputValues<O> = { readonly [K in keyof O]: Carried<O[K]> } & { readonly ui?: Ui };

/** What a client is shown of a node: lists by key, such as `images` with `{ filename, subfolder, type }`. */
export type Ui = Readonly<Record<string, readonly unknown[]>>;

/** A picture file to be written where clients find it. */
export interface PictureFile {
  readonly bytes: Uint8Array;
  /** Without the dot. */
  readonly extension: string;
  /** `a/b` puts files that begin with b into the folder a; `%width%`, `%height%`, `%date:yyyy-MM-dd%` are filled in. */
  readonly prefix: string;
  readonly kind: 'output' | 'temp';
  readonly size: { readonly width: number; readonly height: number };
}

/** A written picture, as ComfyUI's clients name it. */
export interface SavedPicture {
  readonly filename: string;
  readonly subfolder: string;
  readonly type: string;
}

/** What a node may ask of the place where it runs. */
export interface NodeContext {
  /** The node's id in the prompt. */
  readonly nodeId: string;
  /** Aborted when the user stops the run: long work looks at it between its steps. */
  readonly signal: AbortSignal;
  readonly folders: Folders;
  /** JSON texts that saved pictures carry: the prompt, and what the client sent along (`workflow`). */
  readonly metadata: { readonly prompt: string; readonly extra: Readonly<Record<string, string>> };
  /** Tells how far the node is; throws when the user stopped the run. */
  readonly progress: (value: number, max: number) => void;
  /** Shows a picture of the unfinished work. */
  readonly preview: (bytes: Uint8Array, mime: 'image/jpeg' | 'image/png') => void;
  /** Writes a picture whole or not at all, under a name that no other has. */
  readonly save: (file: PictureFile) => Promise<SavedPicture>;
}

/** A node type: what it is called, takes, gives and does. */
export interface NodeDefinition<I extends Inputs = Inputs, O extends Outputs = Outputs> {
  readonly type: string;
  readonly displayName: string;
  /** Path with slashes. */
  readonly category: string;
  readonly description: string;
  readonly inputs: I;
  readonly outputs: O;
  readonly outputTooltips?: readonly string[];
  /** Other words that a search shall find it by. */
  readonly aliases?: readonly string[];
  /** Whether the node is a reason to run a graph. */
  readonly isOutput?: boolean;
  /**
   * What the result depends on besides the inputs, such as a file's hash; linked inputs are undefined here.
   * @throws to refuse the run, with the reason
   */
  fingerprint?(inputs: Partial<InputValues<I>>, folders: Folders): string | Promise<string>;
  /** A sentence when the literal inputs make no sense together; linked inputs are undefined here. */
  validate?(
    inputs: Partial<InputValues<I>>,
    folders: Folders,
  ): string | undefined | Promise<string | undefined>;
  /** Never changes its inputs; the same inputs give the same outputs. */
  run(inputs: InputValues<I>, context: NodeContext): OutputValues<O> | Promise<OutputValues<O>>;
}

/** A node type of any inputs and outputs, as the engine handles it. */
export type AnyNode = NodeDefinition;

/** Declares a node type; the types of `run` follow from the declaration. */
export function defineNode<const I extends Inputs, const O extends Outputs>(
  definition: NodeDefinition<I, O>,
): AnyNode {
  return definition;
}

/** A short pure question, answered beside the jobs at `/<pack>/<name>`. */
export type Query = (body: Readonly<Record<string, unknown>>, folders: Folders) => unknown;

/** Node types and queries that are loaded together. */
export interface Pack {
  readonly name: string;
  readonly nodes: readonly AnyNode[];
  readonly queries?: Readonly<Record<string, Query>>;
}

/** Declares a pack; it is the default export of a pack's index. */
export const definePack = (pack: Pack): Pack => pack;

import type { Blocker } from './blocker.ts';
import type { Expanded, Expansion } from './expansion.ts';
import type { Folders, Input, Socket } from './sockets.ts';

/** The inputs that a node type declares, by name; the order is the editor's. */
export type Inputs = Readonly<Record<string, Input<unknown>>>;

/** The outputs that a node type declares, by name; the order is that of its slots. */
export type Outputs = Readonly<Record<string, Socket<unknown>>>;

type Carried<S> = S extends { readonly carries?: infer T } ? T : never;

/** The values that `run` gets, or a list of them for each input. */
type InputValues<I, L> = {
  readonly [K in keyof I]: L extends true ? ListOf<Carried<I[K]>> : Carried<I[K]>;
};

/** An input that may be left out stays so. */
type ListOf<T> = [undefined] extends [T] ? readonly Exclude<T, undefined>[] | undefined : readonly T[];

/** The values that `run` gives: one for each output, and what clients are shown under `ui`. */
type OutputValues<O> = { readonly [K in keyof O]: Carried<O[K]> | Blocker } & { readonly ui?: Ui };

/** What `run` gives: values, a blocker for all of them, or new nodes in its place. */
type Given<O> = OutputValues<O> | Blocker | Expanded;

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
  /** Begins new nodes that take this one's place; `run` returns their `result`. */
  readonly expansion: () => Expansion;
  /** A node of the graph as it is now, new nodes included; a node that looks at it declares `isUnique`. */
  readonly graphNode: (id: string) => SeenNode | undefined;
}

/** A node of the graph as another one sees it. */
export interface SeenNode {
  readonly type: string;
  /** Literals and links as the graph has them. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** A node type: what it is called, takes, gives and does. */
export interface NodeDefinition<
  I extends Inputs = Inputs,
  O extends Outputs = Outputs,
  L extends boolean = boolean,
> {
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
  /** Whether `run` is called once with a list for each input; else it is called once for each item of its lists. */
  readonly takesLists?: L;
  /** Whether `run` mostly waits, for a network or a clock: other nodes run meanwhile. */
  readonly onlyWaits?: boolean;
  /** Whether each node of this type is one for itself: two equal ones do not share a result. */
  readonly isUnique?: boolean;
  /** Seconds that `run` may go without telling progress; by default half an hour. */
  readonly timeLimit?: number;
  /** Inputs that `validate` checks in place of range, choices and, for links, the type. */
  readonly checksItself?: readonly string[];
  /**
   * What the result depends on besides the inputs, such as a file's hash; linked inputs are undefined here.
   * When it is undefined or throws, the node runs every time, and so does all that depends on it.
   */
  fingerprint?(
    inputs: Partial<InputValues<I, false>>,
    folders: Folders,
  ): string | undefined | Promise<string | undefined>;
  /**
   * A sentence when the literal inputs make no sense together; linked inputs are undefined here. A sentence that
   * begins with `<input>: ` is told of that input.
   * @param linked what kind of value each linked input gets, by input
   */
  validate?(
    inputs: Partial<InputValues<I, false>>,
    folders: Folders,
    linked: Readonly<Record<string, string>>,
  ): string | undefined | Promise<string | undefined>;
  /** The lazy inputs that the node needs, asked until nothing is missing; what is not there yet is undefined. */
  needed?(inputs: Partial<InputValues<I, L>>): readonly string[] | Promise<readonly string[]>;
  /** Never changes its inputs; the same inputs give the same outputs. */
  run(inputs: InputValues<I, L>, context: NodeContext): Given<O> | Promise<Given<O>>;
}

/** A node type of any inputs and outputs, as the engine handles it. */
export interface AnyNode extends Omit<NodeDefinition, 'run'> {
  run(
    inputs: InputValues<Inputs, boolean>,
    context: NodeContext,
  ): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
}

/** Declares a node type; the types of `run` follow from the declaration. */
export function defineNode<const I extends Inputs, const O extends Outputs, const L extends boolean = false>(
  definition: NodeDefinition<I, O, L>,
): AnyNode {
  return definition;
}

/** A short pure question, answered beside the jobs at `/<pack>/<name>`. */
export type Query = (body: Readonly<Record<string, unknown>>, folders: Folders) => unknown;

/** Something that is done beside the jobs, at `POST /<pack>/<name>` alone; unlike a query it may change files. */
export type Action = Query;

/** Node types, queries and actions that are loaded together. */
export interface Pack {
  readonly name: string;
  readonly nodes: readonly AnyNode[];
  readonly queries?: Readonly<Record<string, Query>>;
  readonly actions?: Readonly<Record<string, Action>>;
  /** The folder of files for browsers, as a URL relative to the pack; served under `/extensions/<pack>/`. */
  readonly browserFiles?: URL;
}

/** Declares a pack; it is the default export of a pack's index. */
export const definePack = (pack: Pack): Pack => pack;

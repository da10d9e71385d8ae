import type { Blocker } from './blocker.ts';
import type { OutputLink } from './expansion.ts';

/** A kind of value that travels along links; `T` is what such a value is. */
export interface Socket<T> {
  /** The name on the wire: upper case, as ComfyUI spells it where it has the kind. */
  readonly type: string;
  /** Whether an output gives a list, each item of which is taken by a call of its own. */
  readonly isList?: true;
  /** Never set: it carries `T` for the compiler. */
  readonly carries?: T;
}

/** Declares a kind of value. */
export const socket = <T>(type: string): Socket<T> => ({ type });

/** An output that gives any number of values: what takes it is called once for each. */
export const list = <T>({ type }: Socket<T>): Socket<readonly (T | Blocker)[]> => ({ type, isList: true });

/** What every input may say about itself; keys are those of ComfyUI's `/object_info`. */
export interface InputOptions {
  readonly tooltip?: string;
  readonly displayName?: string;
  /** Shown only when the user asks for more. */
  readonly advanced?: boolean;
  /** What it is in ELITE's editor, which then offers more than for its type; other front-ends pass over it. */
  readonly eliteField?: 'mask' | 'prompt' | 'lambda' | 'concept';
}

/** One input of a node type: how it is checked, shown and typed. */
export interface Input<T> {
  readonly kind: 'link' | 'int' | 'float' | 'text' | 'flag' | 'choice';
  /** Socket type of a link, `INT`, `FLOAT`, `STRING`, `BOOLEAN` or `COMBO`. */
  readonly type: string;
  readonly isOptional: boolean;
  /** The options as `/object_info` shows them (`default`, `min`, `max`, `tooltip` …). */
  readonly options: Readonly<Record<string, unknown>>;
  /** Whether the node says by `needed` when a link of this input is to be followed. */
  readonly isLazy?: boolean;
  /** Whether `run` gets the link itself and not what it carries. */
  readonly isRawLink?: boolean;
  /** What a choice offers at this moment. */
  readonly choices?: (folders: Folders) => readonly string[] | Promise<readonly string[]>;
  readonly carries?: T;
}

/** Absolute paths of the folders that nodes read. */
export interface Folders {
  readonly input: string;
  readonly output: string;
  readonly temp: string;
  /** Where bundles and checkpoints lie; the first that has a name wins: the user's, then what ships. */
  readonly models: readonly string[];
  /** The bundle that loaders offer first. */
  readonly defaultBundle: string;
}

interface NumberOptions extends InputOptions {
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step?: number;
  readonly display?: 'number' | 'slider';
}

/** An input that only a link can feed. */
export const link = <T>({ type }: Socket<T>, options: InputOptions = {}): Input<T> => ({
  kind: 'link',
  type,
  isOptional: false,
  options: shown(options),
});

/** A whole number. */
export const int = (options: NumberOptions): Input<number> => ({
  kind: 'int',
  type: 'INT',
  isOptional: false,
  options: shown(options),
});

/** A number. */
export const float = (options: NumberOptions & { readonly round?: number }): Input<number> => ({
  kind: 'float',
  type: 'FLOAT',
  isOptional: false,
  options: shown(options),
});

/** A seed, 0 … 2⁶⁴ − 1, of which no digit is lost; the editor draws a new one where its user asks for it. */
export const seed = (options: InputOptions = {}): Input<bigint> => ({
  kind: 'int',
  type: 'INT',
  isOptional: false,
  options: {
    default: 0,
    min: 0,
    max: 18446744073709551615n,
    control_after_generate: true,
    ...shown(options),
  },
});

/** A text. */
export const text = (
  options: InputOptions & {
    readonly default?: string;
    readonly multiline?: boolean;
    readonly placeholder?: string;
  } = {},
): Input<string> => ({
  kind: 'text',
  type: 'STRING',
  isOptional: false,
  options: { default: '', ...shown(options) },
});

/** Yes or no. */
export const flag = (options: InputOptions & { readonly default: boolean }): Input<boolean> => ({
  kind: 'flag',
  type: 'BOOLEAN',
  isOptional: false,
  options: shown(options),
});

/** One of several texts, known now or looked up whenever the node type is shown or checked. */
export const choice = <const T extends string>(
  offered: readonly T[] | ((folders: Folders) => readonly T[] | Promise<readonly T[]>),
  options: InputOptions & { readonly default?: T; readonly imageUpload?: boolean } = {},
): Input<T> => ({
  kind: 'choice',
  type: 'COMBO',
  isOptional: false,
  options: shown(options),
  choices: typeof offered === 'function' ? offered : () => offered,
});

/** The same input, which may be left out; `run` then gets undefined. */
export const optional = <T>(input: Input<T>): Input<T | undefined> => ({
  ...(input as Input<T | undefined>),
  isOptional: true,
});

/** The same input, whose link is followed only when the node's `needed` asks for it; until then it is undefined. */
export const lazy = <T>(input: Input<T>): Input<T | undefined> => ({
  ...(input as Input<T | undefined>),
  options: { ...input.options, lazy: true },
  isLazy: true,
});

/** An input of which `run` gets the link, to pass it on to new nodes; what feeds it runs before. */
export const rawLink = <T>({ type }: Socket<T>, options: InputOptions = {}): Input<OutputLink> => ({
  kind: 'link',
  type,
  isOptional: false,
  options: { ...shown(options), rawLink: true },
  isRawLink: true,
});

function shown({
  displayName,
  imageUpload,
  eliteField,
  ...rest
}: InputOptions & { readonly imageUpload?: boolean }): Readonly<Record<string, unknown>> {
  return {
    ...rest,
    ...(displayName === undefined ? {} : { display_name: displayName }),
    ...(imageUpload === undefined ? {} : { image_upload: imageUpload }),
    ...(eliteField === undefined ? {} : { elite_field: eliteField }),
  };
}

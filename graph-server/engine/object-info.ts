import type { Registered, Registry } from './registry.ts';
import type { Folders, Input } from './sockets.ts';

/** `[type, options]` of one input; a list as the type holds what a choice offers. */
export type InputSpec = readonly [
  type: string | readonly string[],
  options: Readonly<Record<string, unknown>>,
];

/** An entry of ComfyUI's `/object_info`; the greatest seed in it is a bigint. */
export interface NodeEntry {
  readonly input: {
    readonly required: Readonly<Record<string, InputSpec>>;
    readonly optional?: Readonly<Record<string, InputSpec>>;
  };
  readonly input_order: { readonly required: readonly string[]; readonly optional?: readonly string[] };
  readonly is_input_list: boolean;
  readonly output: readonly string[];
  readonly output_is_list: readonly boolean[];
  readonly output_name: readonly string[];
  readonly output_tooltips?: readonly string[];
  readonly name: string;
  readonly display_name: string;
  readonly description: string;
  readonly python_module: string;
  readonly category: string;
  readonly output_node: boolean;
  readonly search_aliases?: readonly string[];
}

/**
 * Describes every node type as it is at this moment.
 * @param onFault told of a node type that cannot say what it offers; it is left out
 */
export async function objectInfo(
  registry: Registry,
  folders: Folders,
  onFault: (type: string, error: unknown) => void,
): Promise<Readonly<Record<string, NodeEntry>>> {
  const entries = await Promise.all(
    registry.all().map(async (registered) => {
      const { type } = registered.node;
      return entryOf(registered, folders).then(
        (entry) => [[type, entry] as const],
        (error: unknown) => {
          onFault(type, error);
          return [];
        },
      );
    }),
  );
  return Object.fromEntries(entries.flat());
}

/** An input as `/object_info` and error bodies show it. */
export async function inputSpec(input: Input<unknown>, folders: Folders): Promise<InputSpec> {
  return [input.choices ? await input.choices(folders) : input.type, input.options];
}

async function entryOf({ node, pack }: Registered, folders: Folders): Promise<NodeEntry> {
  const inputs = Object.entries(node.inputs);
  const [required, optional] = await Promise.all(
    [false, true].map(async (isOptional) => {
      const declared = inputs.filter(([, input]) => input.isOptional === isOptional);
      return Promise.all(
        declared.map(async ([name, input]) => [name, await inputSpec(input, folders)] as const),
      );
    }),
  );
  const parts = { required: required ?? [], ...(optional?.length ? { optional } : {}) };
  return {
    input: mapped(parts, (specs) => Object.fromEntries(specs)),
    input_order: mapped(parts, (specs) => specs.map(([name]) => name)),
    is_input_list: node.takesLists === true,
    output: Object.values(node.outputs).map(({ type }) => type),
    output_is_list: Object.values(node.outputs).map(({ isList }) => isList === true),
    output_name: Object.keys(node.outputs),
    ...(node.outputTooltips ? { output_tooltips: node.outputTooltips } : {}),
    name: node.type,
    display_name: node.displayName,
    description: node.description,
    python_module: `custom_nodes.${pack}`,
    category: node.category,
    output_node: node.isOutput === true,
    ...(node.aliases ? { search_aliases: node.aliases } : {}),
  };
}

type Specs = readonly (readonly [name: string, spec: InputSpec])[];

function mapped<T>(
  { required, optional }: { readonly required: Specs; readonly optional?: Specs },
  to: (specs: Specs) => T,
): { readonly required: T; readonly optional?: T } {
  return { required: to(required), ...(optional ? { optional: to(optional) } : {}) };
}

/** What the editor and the converter read of one entry of `/object_info`; other keys are left alone. */
export interface NodeInfo {
  readonly input?: { readonly required?: InputSpecs; readonly optional?: InputSpecs };
  readonly input_order?: { readonly required?: readonly string[]; readonly optional?: readonly string[] };
  readonly output?: readonly unknown[];
  readonly output_name?: readonly string[];
  readonly output_node?: boolean;
  readonly display_name?: string;
  readonly category?: string;
  readonly description?: string;
  readonly search_aliases?: readonly string[];
  readonly output_tooltips?: readonly string[];
}

/** `/object_info`: every node type by its name. */
export type ObjectInfo = Readonly<Record<string, NodeInfo>>;

/** `[type, options]` of one input; a list as the type means a choice. */
export type InputSpec = readonly [type: unknown, options?: Readonly<Record<string, unknown>> | null];

type InputSpecs = Readonly<Record<string, InputSpec>>;

/** An input of a node type with its name. */
export interface DeclaredInput {
  readonly name: string;
  readonly spec: InputSpec;
}

/** The inputs of a node type in the order in which the editor shows them: required, then optional. */
export function declaredInputs(info: NodeInfo): DeclaredInput[] {
  return (['required', 'optional'] as const).flatMap((part) => {
    const specs = info.input?.[part] ?? {};
    const names = info.input_order?.[part] ?? Object.keys(specs);
    return names.flatMap((name) => {
      const spec = Object.hasOwn(specs, name) ? specs[name] : undefined;
      return spec ? [{ name, spec }] : [];
    });
  });
}

/** The type word of an input; a list of options is `COMBO`. */
export function typeOf(spec: InputSpec): string {
  return Array.isArray(spec[0]) ? 'COMBO' : String(spec[0]);
}

/** The options of an input, empty when it declares none. */
export function optionsOf(spec: InputSpec): Readonly<Record<string, unknown>> {
  return spec[1] ?? {};
}

/** The values that a choice offers, in either form of the declaration. */
export function choicesOf(spec: InputSpec): readonly unknown[] {
  if (Array.isArray(spec[0])) return spec[0] as readonly unknown[];
  const { options } = optionsOf(spec);
  return Array.isArray(options) ? (options as readonly unknown[]) : [];
}

/** A node type whose uploads can also be the given file. */
export function addedChoice(info: NodeInfo, value: string): NodeInfo {
  const offered = (specs: InputSpecs | undefined): InputSpecs =>
    Object.fromEntries(
      Object.entries(specs ?? {}).map(([name, spec]) => [
        name,
        optionsOf(spec)['image_upload'] === true ? withChoice(spec, value) : spec,
      ]),
    );
  const { required, optional } = info.input ?? {};
  return {
    ...info,
    input: {
      ...(required ? { required: offered(required) } : {}),
      ...(optional ? { optional: offered(optional) } : {}),
    },
  };
}

function withChoice(spec: InputSpec, value: string): InputSpec {
  const choices = choicesOf(spec);
  if (choices.includes(value)) return spec;
  const more = [...choices, value];
  return Array.isArray(spec[0]) ? [more, optionsOf(spec)] : [spec[0], { ...optionsOf(spec), options: more }];
}

import { equalJson } from './document.ts';
import type { Command } from './command.ts';
import type { GraphDocument } from './document.ts';
import { isJsonObject, stringifyJson, type Json, type JsonObject } from './json.ts';

/** A value that two runs do not share. */
export interface Difference {
  readonly node: string;
  readonly input: string;
  readonly a: string;
  readonly b: string;
}

/** The values in which two prompts differ; links are not values. */
export function promptDifferences(a: Json | undefined, b: Json | undefined): Difference[] {
  const [left, right] = [nodesOf(a), nodesOf(b)];
  const ids = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return ids.flatMap((id) => {
    const [of, others] = [left[id], right[id]];
    const inputs = [...new Set([...Object.keys(of?.values ?? {}), ...Object.keys(others?.values ?? {})])];
    return inputs
      .filter((input) => !equalJson(of?.values[input], others?.values[input]))
      .map((input) => ({
        node: of?.title ?? others?.title ?? id,
        input: input.replaceAll('_', ' '),
        a: shown(of?.values[input]),
        b: shown(others?.values[input]),
      }));
  });
}

/** The commands that bring the values of a run into a document, for the nodes that both have. */
export function settingCommands(doc: GraphDocument, prompt: Json | undefined): Command[] {
  return Object.entries(nodesOf(prompt)).flatMap(([id, { type, values }]): Command[] => {
    const node = doc.nodes.get(id);
    if (node?.type !== type) return [];
    return [
      ...Object.entries(values)
        .filter(([name]) => Object.hasOwn(node.values, name))
        .map(([name, value]): Command => ({ kind: 'setValue', node: id, name, value })),
      ...Object.keys(node.controls)
        .filter((name) => Object.hasOwn(values, name))
        .map((name): Command => ({ kind: 'setControl', node: id, name, control: 'fixed' })),
    ];
  });
}

interface Settings {
  readonly type: string;
  readonly title: string;
  readonly values: JsonObject;
}

function nodesOf(prompt: Json | undefined): Readonly<Record<string, Settings>> {
  const found = Object.create(null) as Record<string, Settings>;
  for (const [id, node] of Object.entries(isJsonObject(prompt) ? prompt : {})) {
    if (!isJsonObject(node) || !isJsonObject(node['inputs'])) continue;
    const type = typeof node['class_type'] === 'string' ? node['class_type'] : '';
    const meta = isJsonObject(node['_meta']) ? node['_meta']['title'] : undefined;
    const values = Object.entries(node['inputs'])
      .filter(([, value]) => !Array.isArray(value))
      .map(([name, value]): [string, Json] => [name, unwrapped(value)]);
    found[id] = {
      type,
      title: typeof meta === 'string' ? meta : type,
      values: Object.assign(Object.create(null) as JsonObject, Object.fromEntries(values)),
    };
  }
  return found;
}

function unwrapped(value: Json): Json {
  return isJsonObject(value) && '__value__' in value ? (value['__value__'] ?? null) : value;
}

function shown(value: Json | undefined): string {
  return value === undefined ? '—' : typeof value === 'string' ? value : stringifyJson(value);
}

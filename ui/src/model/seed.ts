import type { GraphDocument, SeedControl } from './document.ts';
import { isNumeric, narrow, type Field } from './field.ts';
import type { NodeTypes } from './node-type.ts';
import type { Command } from './command.ts';

/** What a seed can become before a run, in the order in which it is offered. */
export const SEED_CONTROLS: readonly SeedControl[] = ['fixed', 'randomize', 'increment', 'decrement'];

/** What a seed becomes before a run; a random one is drawn from 0 … 2³² − 1. */
export function nextSeed(
  control: SeedControl,
  value: number | bigint,
  { min, max }: Pick<Field, 'min' | 'max'>,
  random: () => number,
): number | bigint {
  if (control === 'fixed') return value;
  if (control === 'randomize') {
    const drawn = Math.floor(random() * 2 ** 32);
    return drawn < min ? min : drawn > max ? max : drawn;
  }
  const moved = BigInt(value) + (control === 'increment' ? 1n : -1n);
  return moved > max ? min : moved < min ? max : narrow(moved);
}

/**
 * The commands that draw the seeds of the coming run; linked seeds and nodes that are off are left alone.
 * @param forced in place of what each seed is set to
 */
export function seedCommands(
  doc: GraphDocument,
  types: NodeTypes,
  random: () => number,
  forced?: SeedControl,
): Command[] {
  return [...doc.nodes.values()].flatMap((node) =>
    (types.get(node.type)?.fields ?? []).flatMap((field): Command[] => {
      const value = node.values[field.name];
      const isLinked = doc.links.some(({ to }) => to.node === node.id && to.input === field.name);
      if (field.kind !== 'seed' || node.state !== 'on' || isLinked || !isNumeric(value)) return [];
      const next = nextSeed(forced ?? node.controls[field.name] ?? 'randomize', value, field, random);
      return next === value ? [] : [{ kind: 'setValue', node: node.id, name: field.name, value: next }];
    }),
  );
}

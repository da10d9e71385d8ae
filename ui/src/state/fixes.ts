import { words } from '../messages/en/words.ts';
import { isChoice } from '../model/field.ts';
import { limitOf, type Problem } from '../model/problem.ts';
import { palette, part, picking, retouching } from './dialogs.ts';
import { dispatch, doc, types } from './editor.ts';
import { badMask } from './mask-check.ts';

/** What mends a problem: a button's words, and what it does. */
export interface Fix {
  readonly label: string;
  readonly run: () => void;
}

/** What mends a problem of a node: another node in place of an unknown one, another file in place of a missing one. */
export function fixOf({ node, input }: Pick<Problem, 'node' | 'input'>): Fix | undefined {
  const broken = node === undefined ? undefined : doc.value.nodes.get(node);
  if (!broken) return undefined;
  const type = types.value.get(broken.type);
  if (!type)
    return {
      label: words.fixes.replace,
      run: () => (palette.value = { at: broken.pos, replaces: broken.id }),
    };
  const field = type.fields.find(({ name }) => name === input);
  const limit = field && limitOf(type, field.name, broken.values[field.name]);
  if (field && limit !== undefined)
    return {
      label: words.fixes.limit(`${limit}`),
      run: () => dispatch({ kind: 'setValue', node: broken.id, name: field.name, value: limit }),
    };
  if (field && badMask.value?.node === node && badMask.value?.input === input)
    return {
      label: words.fixes.paint,
      run: () => (retouching.value = { kind: 'mask', place: { node: broken.id, field: field.name } }),
    };
  if (!field || !isChoice(field)) return undefined;
  return {
    label: words.fixes.choose,
    run: () => (picking.value = { node: broken.id, field: field.name }),
  };
}

/** What the menu of a node offers besides: mending, and the models behind a bundle. */
export function fixesOf(id: string): readonly Fix[] {
  const node = doc.value.nodes.get(id);
  const type = types.value.get(node?.type ?? '');
  if (!node || !type) return [fixOf({ node: id })].flatMap((fix) => fix ?? []);
  const isMissing = (field: string, choices: readonly string[]) => {
    const value = node.values[field];
    return typeof value !== 'string' || !choices.includes(value);
  };
  return [
    ...type.fields
      .filter((field) => isChoice(field) && isMissing(field.name, field.choices))
      .flatMap(({ name }) => fixOf({ node: id, input: name }) ?? []),
    ...(type.fields.some(({ name }) => name === 'bundle' || name === 'ckpt_name')
      ? [{ label: words.models.open, run: () => (part.value = 'models') }]
      : []),
  ];
}

import { effect, signal } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import type { Problem } from '../model/problem.ts';
import { doc, types } from './editor.ts';
import { roles, valueAt } from './start.ts';

/** The mask of the open graph, where the model's samples would all miss it. */
export const blockedMask = signal<Problem | undefined>(undefined);

/** Looks at each mask that the graph gets; answers what ends that. */
export function watchMask(): () => void {
  let seen: string | undefined;
  return effect(() => {
    const { mask: place } = roles.value;
    const value = place && isRed(place.node) ? valueAt(place) : undefined;
    const key = place && typeof value === 'string' ? `${place.node} ${place.field} ${value}` : undefined;
    if (key === seen) return;
    seen = key;
    blockedMask.value = undefined;
    if (!place || key === undefined) return;
    void isBlocked(place).then((blocked) => {
      const node = doc.peek().nodes.get(place.node);
      if (!blocked || seen !== key || !node) return;
      const title = node.title ?? types.peek().get(node.type)?.title ?? node.type;
      blockedMask.value = { node: node.id, input: place.field, sentence: words.problems.blockedMask(title) };
    });
  });
}

/** Masks of other channels are not the editor's own. */
function isRed(node: string): boolean {
  const channel = doc.value.nodes.get(node)?.values['channel'];
  return channel === undefined || channel === 'red';
}

/** A mask that cannot be read is none of this. */
async function isBlocked(place: { readonly node: string; readonly field: string }): Promise<boolean> {
  try {
    const [{ photoAt }, { maskOfPicture }, { judge }] = await Promise.all([
      import('./crops.ts'),
      import('../mask/mask-picture.ts'),
      import('../mask/mask-judgement.ts'),
    ]);
    const { bitmap } = await photoAt(place);
    return judge(maskOfPicture(bitmap, bitmap.width, bitmap.height)).state === 'blocked';
  } catch {
    return false;
  }
}

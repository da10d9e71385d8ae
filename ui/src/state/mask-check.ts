import { effect, signal } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import type { MaskRule } from '../mask/mask-frame.ts';
import type { Problem } from '../model/problem.ts';
import type { FieldPlace } from '../model/roles.ts';
import { doc, nodeTitle } from './editor.ts';
import { maskRuleOf, readerOf } from './mask-rule.ts';
import { roles, valueAt } from './start.ts';

/** The mask of the open graph, where it shows no subject, is not as large as its photo, or is missed by all samples of the model. */
export const badMask = signal<Problem | undefined>(undefined);

/** A mask with the photo that it is used for, and how. */
interface UsedMask {
  readonly place: FieldPlace;
  readonly photo: FieldPlace | undefined;
  readonly rule: MaskRule;
}

/** Looks at each mask that the graph gets; answers what ends that. */
export function watchMask(): () => void {
  let seen: string | undefined;
  return effect(() => {
    const place = roles.value.mask;
    const reader = readerOf(place);
    const photo = reader?.photo;
    const rule = maskRuleOf(place);
    const isLookedAt = reader?.makesFeatures === true && reader.isDirect;
    const value = place && isLookedAt && isRed(place.node) ? valueAt(place) : undefined;
    const key =
      place && typeof value === 'string' ? JSON.stringify([place, value, shownOf(photo), rule]) : '';
    if (key === seen) return;
    seen = key;
    badMask.value = undefined;
    if (!place || key === '') return;
    void wrongWith({ place, photo, rule }).then((sentence) => {
      if (sentence !== undefined && seen === key && doc.peek().nodes.has(place.node))
        badMask.value = { node: place.node, input: place.field, sentence };
    });
  });
}

/** The value of a field, where it can be shown. */
function shownOf(place: FieldPlace | undefined): string {
  const value = valueAt(place);
  return typeof value === 'string' ? value : '';
}

/** Masks of other channels are not the editor's own. */
function isRed(node: string): boolean {
  const channel = doc.value.nodes.get(node)?.values['channel'];
  return channel === undefined || channel === 'red';
}

/** What is wrong with a mask; one that cannot be read is none of this. */
async function wrongWith({ place, photo, rule }: UsedMask): Promise<string | undefined> {
  try {
    const [{ photoAt }, { maskOfPicture }, { judge }] = await Promise.all([
      import('./crops.ts'),
      import('../mask/mask-picture.ts'),
      import('../mask/mask-judgement.ts'),
    ]);
    const [{ bitmap: mask }, pictured] = await Promise.all([
      photoAt(place),
      photo ? photoAt(photo).catch(() => undefined) : undefined,
    ]);
    const sizeOf = ({ width, height }: ImageBitmap) => `${width} × ${height}`;
    if (pictured && sizeOf(pictured.bitmap) !== sizeOf(mask))
      return words.problems.otherSize(nodeTitle(place.node), sizeOf(mask), sizeOf(pictured.bitmap));
    const { state, coverage } = judge(maskOfPicture(mask, mask.width, mask.height), rule);
    if (coverage === 0) return words.problems.emptyMask(nodeTitle(place.node));
    return state === 'blocked' ? words.problems.blockedMask(nodeTitle(place.node), rule.grid) : undefined;
  } catch {
    return undefined;
  }
}

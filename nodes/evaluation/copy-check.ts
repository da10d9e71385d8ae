import { defineNode } from '../../graph-server/engine/define-node.ts';
import { flag, link } from '../../graph-server/engine/sockets.ts';
import { copyAlarm, copyReference, copyScore, copyText } from '../../method/evaluation/copy-score.ts';
import { requireSameSize } from '../../method/image/mask.ts';
import { pictureAt } from '../../method/image/layout.ts';
import { BOOLEAN, FLOAT, IMAGE, MASK, STRING } from '../sockets.ts';

/** Looks for the reference in pictures, since a copy is no new picture of its subject. */
export const CopyCheck = defineNode({
  type: 'CopyCheck',
  displayName: 'Copy Check',
  category: 'evaluation',
  description:
    'Whether pictures repeat the photograph instead of showing its subject anew; the largest value of a batch.',
  aliases: ['copy paste', 'alarm'],
  isOutput: true,
  inputs: {
    images: link(IMAGE),
    reference: link(IMAGE, { tooltip: 'The photograph of the subject.' }),
    mask: link(MASK, { tooltip: 'White is the subject; of the same size as the photograph.' }),
    elsewhere: flag({ default: false, tooltip: 'The prompt names another place than the photograph shows.' }),
  },
  outputs: { paste: FLOAT, object_copy: FLOAT, background_copy: FLOAT, alarm: BOOLEAN, text: STRING },
  outputTooltips: ['The whole photograph.', 'Its subject.', 'What lies around it.', 'Looks copied.', ''],

  run({ images, reference, mask, elsewhere }) {
    requireSameSize(reference, mask);
    const sought = copyReference(pictureAt(reference, 0), pictureAt(mask, 0));
    const found = Array.from({ length: images.dims[0] ?? 0 }, (_, b) =>
      copyScore(sought, pictureAt(images, b)),
    );
    const most = (value: (score: (typeof found)[number]) => number): number => Math.max(...found.map(value));
    const alarm = found.some((score) => copyAlarm(score, elsewhere));
    const shown = copyText(found, elsewhere);
    return {
      paste: most(({ paste }) => paste),
      object_copy: most(({ objectCopy }) => objectCopy),
      background_copy: most(({ backgroundCopy }) => backgroundCopy),
      alarm,
      text: shown,
      ui: { text: [shown] },
    };
  },
});

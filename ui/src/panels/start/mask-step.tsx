import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { squareOf } from '../../mask/mask-picture.ts';
import { startWords as text } from '../../messages/en/start.ts';
import type { Judgement } from '../../mask/mask-judgement.ts';
import type { Mask } from '../../mask/mask.ts';
import { takeMask } from '../../state/start-steps.ts';
import { maskRuleOf } from '../../state/mask-rule.ts';
import { roles, startMask, startPhoto, startSquare } from '../../state/start.ts';
import { MaskSurface } from '../mask/mask-surface.tsx';

/** The third step: what of the square is the subject. */
export function MaskStep() {
  const [photo, square] = [startPhoto.value, startSquare.value];
  const painted = useSignal<{ readonly mask: Mask; readonly judgement: Judgement } | undefined>(undefined);
  const cut = useMemo(() => photo && square && squareOf(photo.bitmap, square), [photo, square]);
  if (!cut) return null;
  const state = painted.value?.judgement.state ?? 'whole';
  const use = () => takeMask(state === 'whole' ? undefined : painted.value?.mask);
  return (
    <div
      class="step"
      onKeyDown={(event) => {
        if (
          event.key === 'Enter' &&
          !(event.target instanceof HTMLButtonElement) &&
          state !== 'whole' &&
          state !== 'blocked'
        )
          void use();
      }}
    >
      <h2>{text.maskTitle}</h2>
      <p class="quiet">{text.maskHint}</p>
      <MaskSurface
        photo={cut}
        initial={startMask.peek()}
        fillsOutlines
        rule={maskRuleOf(roles.value.mask)}
        onPainter={({ mask }, judgement) => {
          startMask.value = mask;
          painted.value = { mask, judgement };
        }}
      />
      <div class="buttons">
        <button type="button" onClick={() => void takeMask(undefined)}>
          {text.maskSkip}
        </button>
        <button
          type="button"
          class="main"
          disabled={state === 'whole' || state === 'blocked'}
          onClick={() => void use()}
        >
          {text.maskUse}
        </button>
      </div>
    </div>
  );
}

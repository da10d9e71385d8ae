import { words } from '../../messages/en/words.ts';
import { startWords as text } from '../../messages/en/start.ts';
import { dismissStart, startPhoto, startSquare, startStep, type StartStep } from '../../state/start.ts';
import { Icon } from '../icon.tsx';
import { CropStep } from './crop-step.tsx';
import { ModelPill } from './model-pill.tsx';
import { MaskStep } from './mask-step.tsx';
import { PhotoStep } from './photo-step.tsx';
import { PromptStep } from './prompt-step.tsx';

/** The step before one; an example comes with its square and its mask. */
function stepBefore(step: StartStep): StartStep | undefined {
  if (step === 'prompt') return startPhoto.value && startSquare.value ? 'mask' : 'photo';
  return step === 'mask' ? 'crop' : step === 'crop' ? 'photo' : undefined;
}

/** The first card: from a photo to a picture in four steps, with the graph behind it. */
export function StartCard() {
  const step = startStep.value;
  if (!step) return null;
  const back = stepBefore(step);
  return (
    <div class="start-back">
      <section
        class={`start-card at-${step}`}
        role="dialog"
        aria-label={words.start.label}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          dismissStart();
        }}
      >
        <header>
          {back ? (
            <button
              type="button"
              class="tool"
              aria-label={text.back}
              title={text.back}
              onClick={() => (startStep.value = back)}
            >
              <Icon name="left" />
            </button>
          ) : null}
          <ModelPill />
          <span class="space" />
          <button type="button" class="text" onClick={dismissStart}>
            {text.toGraph}
          </button>
        </header>
        {step === 'photo' ? <PhotoStep /> : null}
        {step === 'crop' ? <CropStep /> : null}
        {step === 'mask' ? <MaskStep /> : null}
        {step === 'prompt' ? <PromptStep /> : null}
      </section>
    </div>
  );
}

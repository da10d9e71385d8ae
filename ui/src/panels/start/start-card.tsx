import { words } from '../../messages/en/words.ts';
import { startWords as text } from '../../messages/en/start.ts';
import { dismissStart, startStep, type StartStep } from '../../state/start.ts';
import { Icon } from '../icon.tsx';
import { CropStep } from './crop-step.tsx';
import { MaskStep } from './mask-step.tsx';
import { PhotoStep } from './photo-step.tsx';
import { PromptStep } from './prompt-step.tsx';

const BACK: Readonly<Partial<Record<StartStep, StartStep>>> = {
  crop: 'photo',
  mask: 'crop',
  prompt: 'photo',
};

/** The first card: from a photo to a picture in four steps, with the graph behind it. */
export function StartCard() {
  const step = startStep.value;
  if (!step) return null;
  const back = BACK[step];
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

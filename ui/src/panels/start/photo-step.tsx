import { useLayoutEffect, useRef } from 'preact/hooks';
import { startWords as text } from '../../messages/en/start.ts';
import { photoWords } from '../../messages/en/photo.ts';
import { canPaste, examples, pasteStartPhoto, takeExample, takeStartPhoto } from '../../state/start-steps.ts';
import { startPhoto, startStep } from '../../state/start.ts';
import { Icon } from '../icon.tsx';

const MOST_SHOWN = 6;

/** The first step: a photo of one's own, or an example. */
export function PhotoStep() {
  const chooser = useRef<HTMLInputElement>(null);
  const browse = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => browse.current?.focus(), []);
  return (
    <>
      <button
        type="button"
        ref={browse}
        class="drop-zone"
        data-drop={text.photoTitle}
        onClick={() => chooser.current?.click()}
      >
        <Icon name="image" size={42} />
        <strong>{text.photoTitle}</strong>
        <span class="main">{photoWords.browse}</span>
        <small>{text.photoHint}</small>
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        data-role="start-photo"
        accept="image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) void takeStartPhoto(file);
        }}
      />
      <OtherPhotos />
      {examples.value.length > 0 ? (
        <>
          <p class="or">{text.examples}</p>
          <ul class="examples">
            {examples.value.slice(0, MOST_SHOWN).map((example) => (
              <li key={example.photo}>
                <button
                  type="button"
                  aria-label={nameOf(example.photo)}
                  title={nameOf(example.photo)}
                  onClick={() => void takeExample(example)}
                >
                  <img src={example.url} alt="" draggable={false} />
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}

/** The photo that was taken before, and the one of the clipboard, where the browser lets a page read it. */
function OtherPhotos() {
  return (
    <div class="other-photos">
      {canPaste() ? (
        <button type="button" class="text" onClick={() => void pasteStartPhoto()}>
          {text.paste}
        </button>
      ) : null}
      {startPhoto.value ? (
        <button type="button" class="text" onClick={() => (startStep.value = 'crop')}>
          {text.goOn(startPhoto.value.name)}
        </button>
      ) : null}
    </div>
  );
}

/** `sample-toy-2.png` as a person would say it. */
function nameOf(file: string): string {
  return file
    .replace(/^sample-/, '')
    .replace(/\.\w+$/, '')
    .replaceAll(/[-_]+/g, ' ');
}

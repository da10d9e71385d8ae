import { useRef } from 'preact/hooks';
import { sweepWords as text } from '../messages/en/results.ts';
import { MAX_ROWS } from '../model/sweep.ts';
import { inputFile, viewUrl } from '../net/server-client.ts';
import { addSweepPhotos, sweepPhotos } from '../state/sweep-photos.ts';
import { sayError } from '../state/toasts.ts';
import { Icon } from './icon.tsx';

/** The photos that the rows of a grid take in turn. */
export function SweepPhotos() {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <div class="wide sweep-photos" role="group" aria-label={text.kinds.photos}>
      <p class="quiet">{text.photosAre}</p>
      <ul>
        {sweepPhotos.value.map(({ photo }) => (
          <li key={photo}>
            <img src={viewUrl(inputFile(photo), true)} alt={photo} title={photo} />
            <button
              type="button"
              class="tool"
              aria-label={text.removePhoto(photo)}
              title={text.removePhoto(photo)}
              onClick={() => (sweepPhotos.value = sweepPhotos.value.filter((each) => each.photo !== photo))}
            >
              <Icon name="close" />
            </button>
          </li>
        ))}
      </ul>
      <div class="buttons">
        <button
          type="button"
          disabled={sweepPhotos.value.length >= MAX_ROWS}
          onClick={() => chooser.current?.click()}
        >
          {text.addPhotos}
        </button>
      </div>
      <input
        ref={chooser}
        type="file"
        hidden
        multiple
        data-role="sweep-photos"
        accept="image/png,image/jpeg,image/webp,image/avif,image/bmp,image/gif"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          void addSweepPhotos(files).catch(sayError);
        }}
      />
    </div>
  );
}

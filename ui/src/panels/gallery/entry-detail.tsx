import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { words } from '../../messages/en/words.ts';
import { galleryWords as text } from '../../messages/en/results.ts';
import { promptDifferences } from '../../model/prompt-difference.ts';
import type { GalleryEntry, JobDetail } from '../../net/jobs-client.ts';
import { viewUrl } from '../../net/server-client.ts';
import { applySettings } from '../../state/compare.ts';
import { copyPicture } from '../../state/copy-picture.ts';
import { part } from '../../state/dialogs.ts';
import {
  askToDelete,
  downloadPlain,
  openGraphOf,
  stars,
  toggleStar,
  useAsPhoto,
} from '../../state/gallery.ts';
import { detailOf } from '../../state/result-detail.ts';
import { sayError } from '../../state/toasts.ts';
import { Icon } from '../icon.tsx';

/** A result with what it was made of and what can be done with it. */
export function EntryDetail({
  entry,
  onPick,
  onGone,
}: {
  readonly entry: GalleryEntry;
  readonly onPick: () => void;
  readonly onGone: () => void;
}) {
  const detail = useSignal<JobDetail | undefined>(undefined);
  useEffect(() => void detailOf(entry.id).then((found) => (detail.value = found), sayError), []);
  const { file } = entry;
  const files = detail.value?.files ?? [];
  const isStarred = stars.value.has(entry.id);
  const close = () => (part.value = undefined);
  return (
    <aside class="gallery-detail" aria-label={file?.filename ?? entry.id}>
      {(files.length > 0 ? files : file ? [file] : []).map((each) => (
        <img key={viewUrl(each)} src={viewUrl(each)} alt={each.filename} />
      ))}
      <div class="gallery-actions">
        <button type="button" aria-pressed={isStarred} onClick={() => void toggleStar(entry.id)}>
          <Icon name="star" size={15} />
          {text.star}
        </button>
        <button type="button" onClick={() => void applySettings(entry.id).then(close)}>
          {words.gallery.settings}
        </button>
        <button type="button" onClick={() => void openGraphOf(entry.id).then(close, sayError)}>
          {text.graph}
        </button>
        <button type="button" onClick={onPick}>
          {text.pick}
        </button>
        {file ? (
          <>
            <button type="button" onClick={() => void useAsPhoto(file).then(close, sayError)}>
              {words.gallery.photo}
            </button>
            <button type="button" onClick={() => void copyPicture(file)}>
              {words.gallery.copy}
            </button>
            <a class="button" href={viewUrl(file)} download={file.filename}>
              {text.download}
            </a>
            <button type="button" onClick={() => void downloadPlain(file)}>
              {text.plain}
            </button>
          </>
        ) : null}
        <button type="button" class="danger" onClick={() => askToDelete(entry, onGone)}>
          {text.remove}
        </button>
      </div>
      <Values detail={detail.value} />
    </aside>
  );
}

/** The values of the run: those that a person would name. */
function Values({ detail }: { readonly detail: JobDetail | undefined }) {
  if (!detail) return null;
  const values = promptDifferences(detail.prompt, null).filter(({ a }) => a !== '');
  return (
    <dl class="gallery-values">
      {values.map(({ node, input, a }) => (
        <div key={`${node} ${input}`}>
          <dt>
            {node}: {input}
          </dt>
          <dd>{a}</dd>
        </div>
      ))}
    </dl>
  );
}

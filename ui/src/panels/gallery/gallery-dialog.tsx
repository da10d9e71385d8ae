import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../../messages/en/words.ts';
import { galleryWords as text } from '../../messages/en/results.ts';
import type { GalleryEntry } from '../../net/jobs-client.ts';
import { viewUrl } from '../../net/server-client.ts';
import { comparison, type Shown } from '../../state/compare.ts';
import { part } from '../../state/dialogs.ts';
import { galleryEntries, galleryTotal, need, openGallery, stars } from '../../state/gallery.ts';
import { sayError } from '../../state/toasts.ts';
import { Icon } from '../icon.tsx';
import { Modal } from '../modal.tsx';
import { EntryDetail } from './entry-detail.tsx';

const [CELL, GAP, SPARE] = [148, 10, 2];

/** Everything that was made, newest first; only the rows in sight exist on the page. */
export function GalleryDialog() {
  const chosen = useSignal<string | undefined>(undefined);
  const picking = useSignal<Shown | undefined>(undefined);
  useEffect(() => void openGallery().catch(sayError), []);
  const entry = [...galleryEntries.value.values()].find(({ id }) => id === chosen.value);
  const choose = (next: GalleryEntry) => {
    const first = picking.value;
    const shown = shownOf(next);
    picking.value = undefined;
    if (!first || !shown) chosen.value = next.id;
    else comparison.value = { a: first, b: shown, others: allShown() };
  };
  return (
    <Modal label={words.gallery.label} onClose={() => (part.value = undefined)} className="gallery">
      <header>
        <h2>{words.gallery.label}</h2>
        <span class="quiet">{picking.value ? text.picking : text.count(galleryTotal.value)}</span>
        <span class="space" />
        <button type="button" class="text" onClick={() => (part.value = undefined)}>
          {words.close}
        </button>
      </header>
      <div class="gallery-body">
        <Grid chosen={chosen.value} onChoose={choose} />
        {entry ? (
          <EntryDetail
            key={entry.id}
            entry={entry}
            onPick={() => (picking.value = shownOf(entry))}
            onGone={() => (chosen.value = undefined)}
          />
        ) : null}
      </div>
    </Modal>
  );
}

function Grid({
  chosen,
  onChoose,
}: {
  readonly chosen: string | undefined;
  readonly onChoose: (entry: GalleryEntry) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const seen = useSignal({ top: 0, width: 800, height: 600 });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const look = () =>
      (seen.value = { top: element.scrollTop, width: element.clientWidth, height: element.clientHeight });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => watcher.disconnect();
  }, []);
  const { top, width, height } = seen.value;
  const columns = Math.max(1, Math.floor((width + GAP) / (CELL + GAP)));
  const rows = Math.ceil(galleryTotal.value / columns);
  const step = CELL + GAP;
  const first = Math.max(0, Math.floor(top / step) - SPARE) * columns;
  const last = Math.min(galleryTotal.value, (Math.ceil((top + height) / step) + SPARE) * columns);
  useEffect(() => void need(first, last), [first, last]);
  if (galleryTotal.value === 0)
    return (
      <div ref={scroller} class="gallery-scroll">
        <p class="quiet">{text.none}</p>
      </div>
    );
  return (
    <div ref={scroller} class="gallery-scroll" tabIndex={0} role="group" aria-label={words.gallery.label}>
      <ul class="gallery-sheet" style={{ height: `${rows * step}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, offset) => {
          const place = first + offset;
          const entry = galleryEntries.value.get(place);
          return (
            <li
              key={entry?.id ?? place}
              style={{
                transform: `translate(${(place % columns) * step}px, ${Math.floor(place / columns) * step}px)`,
              }}
            >
              {entry ? (
                <Tile entry={entry} isChosen={entry.id === chosen} onChoose={() => onChoose(entry)} />
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Tile({
  entry,
  isChosen,
  onChoose,
}: {
  readonly entry: GalleryEntry;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}) {
  const { file, at, id } = entry;
  const when = new Date(at).toLocaleString();
  return (
    <button
      type="button"
      class="gallery-tile"
      aria-pressed={isChosen}
      aria-label={`${file?.filename ?? id}, ${when}`}
      title={when}
      onClick={onChoose}
    >
      {file ? (
        <img src={viewUrl(file, true)} alt="" loading="lazy" decoding="async" draggable={false} />
      ) : (
        <Icon name="file" size={30} />
      )}
      {stars.value.has(id) ? (
        <span class="starred">
          <Icon name="star" size={14} />
        </span>
      ) : null}
    </button>
  );
}

function shownOf({ id, file }: GalleryEntry): Shown | undefined {
  return file && { job: id, url: viewUrl(file), label: file.filename };
}

function allShown(): Shown[] {
  return [...galleryEntries.value.values()].slice(0, 200).flatMap((entry) => shownOf(entry) ?? []);
}

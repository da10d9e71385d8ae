import { signal } from '@preact/signals';
import { openText } from './files.ts';
import { roles } from './start.ts';
import { setPhoto } from './photos.ts';
import { say, sayError } from './toasts.ts';
import { galleryWords } from '../messages/en/results.ts';
import { withoutTexts } from '../model/png-chunks.ts';
import { stringifyJson } from '../model/json.ts';
import { fetchDetail, fetchGallery, removeFromHistory, type GalleryEntry } from '../net/jobs-client.ts';
import { fetchStars, storeStars, viewUrl, type ServerFile } from '../net/server-client.ts';

const PAGE = 100;

/** How many finished jobs there are. */
export const galleryTotal = signal(0);

/** The entries that are known, by their place from the newest. */
export const galleryEntries = signal<ReadonlyMap<number, GalleryEntry>>(new Map());

/** The jobs that a person starred. */
export const stars = signal<ReadonlySet<string>>(new Set());

const asked = new Set<number>();

/** Forgets what is known and asks for the newest page. */
export async function openGallery(): Promise<void> {
  asked.clear();
  galleryEntries.value = new Map();
  stars.value = new Set(await fetchStars().catch(() => []));
  await need(0, 1);
}

/** Asks for the pages of some places, each once. */
export async function need(from: number, to: number): Promise<void> {
  for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) {
    if (asked.has(page)) continue;
    asked.add(page);
    try {
      const { entries, total } = await fetchGallery(page * PAGE, PAGE);
      galleryTotal.value = total;
      const known = new Map(galleryEntries.value);
      entries.forEach((entry, index) => known.set(page * PAGE + index, entry));
      galleryEntries.value = known;
    } catch (error) {
      asked.delete(page);
      sayError(error);
      return;
    }
  }
}

/** Stars a job, or takes its star. */
export async function toggleStar(id: string): Promise<void> {
  const next = new Set(stars.value);
  if (!next.delete(id)) next.add(id);
  stars.value = next;
  await storeStars([...next]).catch(sayError);
}

/** Takes jobs out of the gallery; their files stay on the server. */
export async function removeEntries(ids: readonly string[]): Promise<void> {
  try {
    await removeFromHistory(ids);
    await openGallery();
    say(galleryWords.removed);
  } catch (error) {
    sayError(error);
  }
}

/** Makes a result the photo of the open graph. */
export async function useAsPhoto(file: ServerFile): Promise<void> {
  const { photo } = roles.value;
  if (!photo) {
    say(galleryWords.noPhoto, { kind: 'error' });
    return;
  }
  const blob = await (await fetch(viewUrl(file))).blob();
  await setPhoto(photo.node, photo.field, new File([blob], file.filename, { type: blob.type }));
  say(galleryWords.photoUsed);
}

/** Opens the graph that made a result, as a copy. */
export async function openGraphOf(id: string): Promise<void> {
  const detail = await fetchDetail(id);
  const graph = detail?.workflow ?? detail?.prompt;
  if (graph) openText(stringifyJson(graph), `${galleryWords.graphOf}.json`);
}

/** Gives a result to the user without the graph that it carries. */
export async function downloadPlain(file: ServerFile): Promise<void> {
  try {
    const response = await fetch(viewUrl(file));
    const bytes = withoutTexts(new Uint8Array(await response.arrayBuffer()));
    const url = URL.createObjectURL(new Blob([bytes], { type: response.headers.get('Content-Type') ?? '' }));
    const link = document.createElement('a');
    [link.href, link.download] = [url, file.filename];
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  } catch (error) {
    sayError(error);
  }
}

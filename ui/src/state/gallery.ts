import { computed, signal } from '@preact/signals';
import { question } from './dialogs.ts';
import { openText } from './files.ts';
import { detailOf } from './result-detail.ts';
import { roles } from './start.ts';
import { setPhoto } from './photos.ts';
import { say, sayError } from './toasts.ts';
import { galleryWords } from '../messages/en/results.ts';
import { withoutTexts } from '../model/png-chunks.ts';
import { stringifyJson } from '../model/json.ts';
import { deleteFile, fetchLooseFiles, LOOSE } from '../net/files-client.ts';
import { fetchGallery, removeFromHistory, type GalleryEntry } from '../net/jobs-client.ts';
import { fetchStars, storeStars, viewUrl, type ServerFile } from '../net/server-client.ts';

const PAGE = 100;

/** How many finished jobs there are. */
const jobTotal = signal(0);

/** The pictures that no job shows, newest first; undefined where the server does not tell and deletes no files. */
const looseFiles = signal<readonly GalleryEntry[] | undefined>(undefined);

/** How many results there are. */
export const galleryTotal = computed(() => jobTotal.value + (looseFiles.value?.length ?? 0));

const knownJobs = signal<ReadonlyMap<number, GalleryEntry>>(new Map());

/** The entries that are known, by their place: jobs from the newest, then pictures that none of them shows. */
export const galleryEntries = computed<ReadonlyMap<number, GalleryEntry>>(() => {
  const known = new Map(knownJobs.value);
  looseFiles.value?.forEach((entry, index) => known.set(jobTotal.value + index, entry));
  return known;
});

/** The jobs that a person starred. */
export const stars = signal<ReadonlySet<string>>(new Set());

const asked = new Set<number>();

/** Forgets what is known and asks for the newest page. */
export async function openGallery(): Promise<void> {
  asked.clear();
  knownJobs.value = new Map();
  const [loose, starred] = await Promise.all([
    fetchLooseFiles().catch(() => undefined),
    fetchStars().catch(() => []),
    need(0, 1),
  ]);
  looseFiles.value = loose;
  stars.value = new Set(starred);
}

/** Asks for the pages of some places, each once. */
export async function need(from: number, to: number): Promise<void> {
  for (let page = Math.floor(from / PAGE); page * PAGE < to; page += 1) {
    const isBeyond = page > 0 && page * PAGE >= jobTotal.value;
    if (isBeyond || asked.has(page)) continue;
    asked.add(page);
    try {
      const { entries, total } = await fetchGallery(page * PAGE, PAGE);
      jobTotal.value = total;
      const known = new Map(knownJobs.value);
      entries.forEach((entry, index) => known.set(page * PAGE + index, entry));
      knownJobs.value = known;
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

/** Asks whether a result may go, with its files where the server deletes them; then it does. */
export function askToDelete(entry: GalleryEntry, onGone: () => void): void {
  const remove = () => void deleteEntry(entry).then(onGone, sayError);
  question.value = {
    text: looseFiles.value ? galleryWords.mayDelete : galleryWords.mayRemove,
    choices: [{ label: galleryWords.remove, isMain: true, run: remove }],
  };
}

async function deleteEntry({ id, file }: GalleryEntry): Promise<void> {
  const isJob = !id.startsWith(LOOSE);
  const files = isJob ? ((await detailOf(id))?.files ?? []) : file ? [file] : [];
  if (isJob) await removeFromHistory([id]);
  if (looseFiles.value)
    for (const each of files.filter(({ type }) => type === 'output')) await deleteFile(each);
  say(looseFiles.value ? galleryWords.deleted : galleryWords.removed);
  await openGallery();
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
  const detail = await detailOf(id);
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

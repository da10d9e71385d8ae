import type { Job } from '../store/job-store.ts';

/** One thing that a node of a job showed. */
interface OutputItem {
  readonly nodeId: string;
  readonly mediaType: string;
  readonly isPreviewable: boolean;
  /** As clients are told it. */
  readonly shown: Shown;
}

type Shown = Readonly<Record<string, unknown>>;

/** What nodes of a job showed, by node and key. */
type Outputs = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const PREVIEWABLE = new Set(['images', 'video', 'audio', '3d', 'text']);
const SOLID = /\.(obj|fbx|gltf|glb|usdz)$/i;
const MAX_TEXT = 1024;

/** What a job showed, as `/api/jobs` counts it; `animated` and what is no list say something about other items only. */
export function outputItems(job: Job): OutputItem[] {
  return Object.entries(JSON.parse(job.outputs) as Outputs).flatMap(([nodeId, ui]) =>
    Object.entries(ui).flatMap(([key, items]) =>
      key === 'animated' || !Array.isArray(items) ? [] : items.flatMap((item) => itemOf(nodeId, key, item)),
    ),
  );
}

/** The item that stands for a job in lists: a saved file, else another file, else a text. */
export function previewOutput(items: readonly OutputItem[]): Shown | undefined {
  const shown = items.filter(({ isPreviewable }) => isPreviewable);
  const chosen =
    shown.find(({ shown: { type } }) => type === 'output') ??
    shown.find(({ mediaType }) => mediaType !== 'text') ??
    shown[0];
  return chosen && { ...chosen.shown, nodeId: chosen.nodeId, mediaType: chosen.mediaType };
}

/** The outputs of one job: nothing that is null, and names of solids as the files that they are. */
export function detailedOutputs(job: Job): Outputs {
  const items = (list: unknown) =>
    Array.isArray(list)
      ? list
          .filter((item) => item !== null)
          .map((item: unknown) => (typeof item === 'string' && SOLID.test(item) ? solid(item) : item))
      : list;
  return mapped(JSON.parse(job.outputs) as Outputs, (ui) => mapped(ui, items));
}

function mapped<T, U>(record: Readonly<Record<string, T>>, to: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

function itemOf(nodeId: string, key: string, item: unknown): OutputItem[] {
  if (typeof item === 'string') {
    if (SOLID.test(item)) return [{ nodeId, mediaType: '3d', isPreviewable: true, shown: solid(item) }];
    return key === 'text' ? [{ nodeId, mediaType: key, isPreviewable: true, shown: textOf(item) }] : [];
  }
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return [];
  const shown = item as Shown;
  const { mediaType = key, format, filename } = shown;
  const isPreviewable =
    PREVIEWABLE.has(key) || /^(video|audio)\//.test(textIn(format)) || SOLID.test(textIn(filename));
  return [{ nodeId, mediaType: textIn(mediaType), isPreviewable, shown }];
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

/** A text is told up to a length, which it says then. */
const textOf = (text: string): Shown =>
  text.length > MAX_TEXT ? { content: text.slice(0, MAX_TEXT), truncated: true } : { content: text };

const solid = (filename: string): Shown => ({ filename, type: 'output', subfolder: '', mediaType: '3d' });

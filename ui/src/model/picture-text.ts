import { exifOf, exifTexts } from './exif-text.ts';
import { latin1 } from './latin1.ts';
import { isPng, pngTexts } from './png-text.ts';

/** Whether bytes begin as a PNG, JPEG or WebP file does. */
export function isPictureBytes(bytes: Uint8Array): boolean {
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  return isPng(bytes) || isJpeg || /^RIFF[^]{4}WEBP/.test(latin1(bytes.subarray(0, 12)));
}

/**
 * The graphs that a PNG, JPEG or WebP carries as JSON text, the workflow before the API prompt; ComfyUI writes them
 * into texts of a PNG called `workflow` and `prompt`, and into EXIF texts that begin with `workflow:` and `prompt:`.
 */
export function graphTexts(picture: Uint8Array): string[] {
  const texts = isPng(picture) ? pngTexts(picture) : exifGraphs(picture);
  return ['workflow', 'prompt'].flatMap((name) => texts.get(name) ?? []);
}

/** Texts by what stands before their colon; a comment that is JSON itself counts as a workflow. */
function exifGraphs(picture: Uint8Array): Map<string, string> {
  const graphs = new Map<string, string>();
  for (const text of exifTexts(exifOf(picture) ?? new Uint8Array())) {
    const [, name, json] = /^\s*(?:(\w+)\s*:)?\s*(\{[^]*)$/.exec(text) ?? [];
    const key = (name ?? 'workflow').toLowerCase();
    if (json !== undefined && !graphs.has(key)) graphs.set(key, json);
  }
  return graphs;
}

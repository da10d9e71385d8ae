import { galleryWords } from '../messages/en/results.ts';
import { pngOf } from '../mask/mask-picture.ts';
import { viewUrl, type ServerFile } from '../net/server-client.ts';
import { say, sayError } from './toasts.ts';

/** Copies a result as a picture; a page that may not write to the clipboard says so and offers the file. */
export async function copyPicture(file: ServerFile): Promise<void> {
  // Browsers keep the clipboard from pages that came neither over HTTPS nor from this computer.
  const { clipboard } = navigator as { readonly clipboard?: Clipboard };
  if (!clipboard || typeof ClipboardItem === 'undefined') {
    say(galleryWords.cannotCopy, {
      kind: 'error',
      actions: [{ label: galleryWords.download, run: () => saveFile(file) }],
    });
    return;
  }
  try {
    await clipboard.write([new ClipboardItem({ 'image/png': asPng(file) })]);
    say(galleryWords.copied);
  } catch (error) {
    sayError(error);
  }
}

/** The picture as PNG, the one type that every clipboard takes. */
async function asPng(file: ServerFile): Promise<Blob> {
  const blob = await (await fetch(viewUrl(file))).blob();
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  return pngOf(canvas);
}

function saveFile(file: ServerFile): void {
  const link = document.createElement('a');
  [link.href, link.download] = [viewUrl(file), file.filename];
  link.click();
}

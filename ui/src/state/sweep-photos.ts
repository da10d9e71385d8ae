import { signal } from '@preact/signals';
import { largestSquare } from '../model/crop.ts';
import { MAX_ROWS, type SweepPhoto } from '../model/sweep.ts';
import { storeSquare } from './crops.ts';
import { isUsable } from './photos.ts';
import { decodedPhoto } from './picture-source.ts';
import { storedWholeMask } from './start-steps.ts';
import { roles } from './start.ts';
import { sayError } from './toasts.ts';

/** The photos that a grid takes in turn. */
export const sweepPhotos = signal<readonly SweepPhoto[]>([]);

/** Stores the centred squares of photos, and adds them to the list, up to its eight; one that is none is said. */
export async function addSweepPhotos(files: readonly File[]): Promise<void> {
  for (const file of files) {
    if (sweepPhotos.value.length >= MAX_ROWS) return;
    if (!(await isUsable(file))) continue;
    try {
      const source = await decodedPhoto(file, file.name);
      const square = largestSquare(source.bitmap);
      const photo = await storeSquare(source, square);
      const mask = roles.value.mask && (await storedWholeMask(square.side));
      if (!sweepPhotos.value.some((each) => each.photo === photo))
        sweepPhotos.value = [...sweepPhotos.value, { photo, mask }];
    } catch (error) {
      sayError(error);
    }
  }
}

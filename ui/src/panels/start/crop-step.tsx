import { photoWords } from '../../messages/en/photo.ts';
import { takeSquare } from '../../state/start-steps.ts';
import { startPhoto, startSquare } from '../../state/start.ts';
import { CropSurface } from '../mask/crop-surface.tsx';

/** The second step: the square of the photo that is used. */
export function CropStep() {
  const photo = startPhoto.value;
  if (!photo) return null;
  return (
    <div class="step">
      <h2>{photoWords.cropTitle}</h2>
      <CropSurface key={photo.name} picture={photo.bitmap} initial={startSquare.value} onUse={takeSquare} />
    </div>
  );
}

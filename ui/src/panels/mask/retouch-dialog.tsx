import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { maskOfPicture, pngOf } from '../../mask/mask-picture.ts';
import type { Judgement } from '../../mask/mask-judgement.ts';
import type { Mask } from '../../mask/mask.ts';
import { words } from '../../messages/en.ts';
import type { FieldPlace } from '../../model/roles.ts';
import { inputFile, viewUrl } from '../../net/server-client.ts';
import { question, retouching } from '../../state/dialogs.ts';
import { dispatch } from '../../state/editor.ts';
import { decodedPhoto, type PhotoSource } from '../../state/picture-source.ts';
import { storePicture } from '../../state/photos.ts';
import { storedMask } from '../../state/start-steps.ts';
import { roles, setting, valueAt } from '../../state/start.ts';
import { sayError } from '../../state/toasts.ts';
import { Modal } from '../modal.tsx';
import { CropSurface } from './crop-surface.tsx';
import { MaskSurface } from './mask-surface.tsx';

const MOST = 2048;

/** Cuts the photo of a node to a square, or paints the mask of one. */
export function RetouchDialog() {
  const asked = retouching.value;
  if (!asked) return null;
  return asked.kind === 'crop' ? <Cropping place={asked.place} /> : <Painting place={asked.place} />;
}

function Cropping({ place }: { readonly place: FieldPlace }) {
  const photo = useSignal<PhotoSource | undefined>(undefined);
  const close = () => (retouching.value = undefined);
  useEffect(() => {
    fetched(place).then((found) => (photo.value = found), failed);
  }, []);
  const use = async (square: HTMLCanvasElement) => {
    const name = `${(photo.value?.name ?? 'photo').replace(/\.\w+$/, '').replace(/-square$/, '')}-square.png`;
    const value = await storePicture(await pngOf(square), name);
    dispatch({ kind: 'batch', commands: setting(place, value) });
    close();
  };
  return (
    <Modal label={words.photo.cropDialog} onClose={close} className="retouch">
      <h2>{words.photo.cropDialog}</h2>
      {photo.value ? (
        <CropSurface picture={photo.value.bitmap} onUse={(square) => void use(square).catch(sayError)} />
      ) : null}
    </Modal>
  );
}

interface Sheet {
  readonly photo: HTMLCanvasElement;
  readonly initial: Mask | undefined;
}

function Painting({ place }: { readonly place: FieldPlace }) {
  const sheet = useSignal<Sheet | undefined>(undefined);
  const painted = useSignal<{ readonly mask: Mask; readonly judgement: Judgement } | undefined>(undefined);
  const isChanged = useSignal(false);
  const close = () => (retouching.value = undefined);
  useEffect(() => {
    opened(place).then((found) => (sheet.value = found), failed);
  }, []);
  const save = async () => {
    if (painted.value && isChanged.value) {
      const value = await storedMask(painted.value.mask);
      dispatch({ kind: 'batch', commands: setting(place, value) });
    }
    close();
  };
  const ask = () => {
    if (!isChanged.value) close();
    else
      question.value = {
        text: words.mask.unsaved,
        choices: [
          { label: words.mask.discard, run: close },
          { label: words.mask.save, isMain: true, run: () => void save().catch(sayError) },
        ],
      };
  };
  const isBlocked = painted.value?.judgement.state === 'blocked';
  return (
    <Modal label={words.mask.dialog} onClose={ask} className="retouch">
      <h2>{words.mask.dialog}</h2>
      {sheet.value ? (
        <MaskSurface
          {...sheet.value}
          fillsOutlines={false}
          onPainter={({ mask, history }, judgement) => {
            painted.value = { mask, judgement };
            isChanged.value ||= history.canUndo;
          }}
        />
      ) : null}
      <div class="buttons">
        <button type="button" onClick={ask}>
          {words.cancel}
        </button>
        <button type="button" class="main" disabled={isBlocked} onClick={() => void save().catch(sayError)}>
          {words.mask.save}
        </button>
      </div>
    </Modal>
  );
}

/** The photo that a mask belongs to, and the mask as it is. */
async function opened(place: FieldPlace): Promise<Sheet> {
  const { bitmap } = await fetched(roles.value.photo ?? place);
  const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height));
  const photo = document.createElement('canvas');
  [photo.width, photo.height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  photo.getContext('2d')?.drawImage(bitmap, 0, 0, photo.width, photo.height);
  const saved = await fetched(place).catch(() => undefined);
  return { photo, initial: saved && maskOfPicture(saved.bitmap, photo.width, photo.height) };
}

async function fetched(place: FieldPlace): Promise<PhotoSource> {
  const value = valueAt(place);
  const file = inputFile(typeof value === 'string' ? value : '');
  const response = await fetch(viewUrl(file));
  if (!response.ok) throw new Error(words.photo.broken(file.filename));
  return decodedPhoto(await response.blob(), file.filename);
}

function failed(error: unknown): void {
  retouching.value = undefined;
  sayError(error);
}

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { maskOfPicture, MOST_SIDE, type PictureSize } from '../../mask/mask-picture.ts';
import type { Judgement } from '../../mask/mask-judgement.ts';
import { wholeMask, type Mask } from '../../mask/mask.ts';
import { words } from '../../messages/en/words.ts';
import { maskWords, photoWords } from '../../messages/en/photo.ts';
import type { Square } from '../../model/crop.ts';
import type { FieldPlace } from '../../model/roles.ts';
import { question, retouching } from '../../state/dialogs.ts';
import { cuttable, photoAt, storeCrop, type Cuttable } from '../../state/crops.ts';
import { dispatch } from '../../state/editor.ts';
import { maskRuleOf, masksOf, readerOf } from '../../state/mask-rule.ts';
import { storedMask } from '../../state/start-steps.ts';
import { roles, setting } from '../../state/start.ts';
import { say, sayError } from '../../state/toasts.ts';
import { Modal } from '../modal.tsx';
import { CropSurface } from './crop-surface.tsx';
import { MaskSurface } from './mask-surface.tsx';

/** Cuts the photo of a node to a square, or paints the mask of one. */
export function RetouchDialog() {
  const asked = retouching.value;
  if (!asked) return null;
  return asked.kind === 'crop' ? <Cropping place={asked.place} /> : <Painting place={asked.place} />;
}

function Cropping({ place }: { readonly place: FieldPlace }) {
  const whole = useSignal<Cuttable | undefined>(undefined);
  useEffect(() => {
    cuttable(place).then((found) => (whole.value = found), failed);
  }, []);
  const { photo, of, square: initial } = whole.value ?? {};
  const use = async (square: Square) => {
    if (!photo || of === undefined) return;
    dispatch({ kind: 'batch', commands: await storeCrop(place, { photo, of, square }) });
    close();
    sayOtherSquare(place);
  };
  return (
    <Modal label={photoWords.crop} onClose={close} className="retouch">
      <h2>{photoWords.crop}</h2>
      {photo ? (
        <CropSurface
          picture={photo.bitmap}
          initial={initial}
          onUse={(square) => void use(square).catch(sayError)}
        />
      ) : null}
    </Modal>
  );
}

/** A mask fits the square that it was painted on alone. */
function sayOtherSquare(photo: FieldPlace): void {
  const subject = roles.value.photo?.node === photo.node ? roles.value.mask : undefined;
  const mask = masksOf(photo)[0] ?? subject;
  if (!mask) return;
  const paint = () => (retouching.value = { kind: 'mask', place: mask });
  say(photoWords.otherSquare, { actions: [{ label: words.mask.open, run: paint }] });
}

function close(): void {
  retouching.value = undefined;
}

interface Sheet {
  readonly photo: HTMLCanvasElement;
  readonly initial: Mask | undefined;
  /** The size of the photo, which may be larger than what is painted on. */
  readonly size: PictureSize;
}

function Painting({ place }: { readonly place: FieldPlace }) {
  const sheet = useSignal<Sheet | undefined>(undefined);
  const painted = useSignal<{ readonly mask: Mask; readonly judgement: Judgement } | undefined>(undefined);
  const isChanged = useSignal(false);
  useEffect(() => {
    opened(place).then((found) => (sheet.value = found), failed);
  }, []);
  const rule = maskRuleOf(place);
  const title = rule.purpose === 'area' ? maskWords.areaDialog : maskWords.dialog;
  const isBlocked = painted.value?.judgement.state === 'blocked';
  const save = async () => {
    if (painted.value && isChanged.value) {
      const { mask, judgement } = painted.value;
      const { width, height } = sheet.value?.size ?? mask;
      const isNone = judgement.coverage === 0 && rule.purpose === 'subject'; // the whole photo is it then
      const value = await storedMask(isNone ? wholeMask(width, height) : mask, { width, height });
      dispatch({ kind: 'batch', commands: setting(place, value) });
    }
    close();
  };
  const ask = () => {
    if (!isChanged.value) close();
    else
      question.value = {
        text: maskWords.unsaved,
        choices: [
          { label: maskWords.discard, run: close },
          ...(isBlocked
            ? []
            : [{ label: maskWords.save, isMain: true, run: () => void save().catch(sayError) }]),
        ],
      };
  };
  return (
    <Modal label={title} onClose={ask} className="retouch">
      <h2>{title}</h2>
      {sheet.value ? (
        <MaskSurface
          photo={sheet.value.photo}
          initial={sheet.value.initial}
          fillsOutlines={false}
          rule={rule}
          onPainter={({ mask, history }, judgement) => {
            painted.value = { mask, judgement };
            isChanged.value = history.canUndo;
          }}
        />
      ) : null}
      <div class="buttons">
        <button type="button" onClick={ask}>
          {words.cancel}
        </button>
        <button type="button" class="main" disabled={isBlocked} onClick={() => void save().catch(sayError)}>
          {maskWords.save}
        </button>
      </div>
    </Modal>
  );
}

/** The photo that a mask belongs to, and the mask as it is. */
async function opened(place: FieldPlace): Promise<Sheet> {
  const reader = readerOf(place);
  const subject = reader?.purpose === 'area' ? undefined : roles.value.photo;
  const { bitmap } = await photoAt(reader?.photo ?? subject ?? place);
  const scale = Math.min(1, MOST_SIDE / Math.max(bitmap.width, bitmap.height));
  const photo = document.createElement('canvas');
  [photo.width, photo.height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
  photo.getContext('2d')?.drawImage(bitmap, 0, 0, photo.width, photo.height);
  const saved = await photoAt(place).catch(() => undefined);
  const { width, height } = bitmap;
  return {
    photo,
    size: { width, height },
    initial: saved && maskOfPicture(saved.bitmap, photo.width, photo.height),
  };
}

function failed(error: unknown): void {
  close();
  sayError(error);
}

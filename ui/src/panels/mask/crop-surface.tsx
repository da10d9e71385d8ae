import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { photoWords as text } from '../../messages/en/photo.ts';
import { largestSquare, type Square } from '../../model/crop.ts';
import { modelFacts } from '../../state/start.ts';

const LEAST = 64;

/** A picture with the square that is cut from it: dragged, moved by keys, its size by a slider or the wheel. */
export function CropSurface({
  picture,
  initial,
  onUse,
}: {
  readonly picture: ImageBitmap;
  /** The square to begin with; else it is the largest in the middle. */
  readonly initial: Square | undefined;
  readonly onUse: (square: Square) => void;
}) {
  const { width, height } = picture;
  const most = Math.min(width, height);
  const least = Math.min(LEAST, most);
  const square = useSignal<Square>(
    initial && initial.side <= most ? within(initial, width, height) : largestSquare(picture),
  );
  const { x, y, side } = square.value;
  const place = (next: Square) => (square.value = within(next, width, height));
  const resize = (next: number) => {
    const limited = Math.max(least, Math.min(most, next));
    place({ x: x + (side - limited) / 2, y: y + (side - limited) / 2, side: limited });
  };
  const use = () => onUse(wholePixels(square.value));
  const model = modelFacts.value?.imageSize ?? 512;
  return (
    <>
      <Frame picture={picture} square={square.value} onPlace={place} onResize={resize} onUse={use} />
      <label class="range">
        <span>{text.cropSize}</span>
        <input
          type="range"
          min={least}
          max={most}
          value={Math.round(side)}
          onInput={(event) => resize(Number(event.currentTarget.value))}
        />
        <output>{text.pixels(Math.round(side))}</output>
      </label>
      {side < model ? <p class="quiet">{text.below(Math.round(side), model)}</p> : null}
      <div class="buttons">
        <button type="button" class="main" onClick={use}>
          {text.cropUse}
        </button>
      </div>
    </>
  );
}

interface FrameProps {
  readonly picture: ImageBitmap;
  readonly square: Square;
  readonly onPlace: (square: Square) => void;
  readonly onResize: (side: number) => void;
  readonly onUse: () => void;
}

/** The picture, with all but the square darkened. */
function Frame(props: FrameProps) {
  const { picture, square, onPlace, onResize } = props;
  const { width, height } = picture;
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const last = useRef<readonly [number, number] | undefined>(undefined);
  useEffect(() => {
    canvas.current?.getContext('2d')?.drawImage(picture, 0, 0);
    frame.current?.focus();
  }, [picture]);
  const share = (value: number, of: number) => `${(100 * value) / of}%`;
  const drag = (event: PointerEvent & { readonly currentTarget: HTMLElement }) => {
    if (!last.current) return;
    const scale = width / event.currentTarget.clientWidth;
    const [dx, dy] = [event.clientX - last.current[0], event.clientY - last.current[1]];
    onPlace({ ...square, x: square.x + dx * scale, y: square.y + dy * scale });
    last.current = [event.clientX, event.clientY];
  };
  return (
    <div
      ref={frame}
      class="crop-frame"
      tabIndex={0}
      role="group"
      aria-label={text.cropTitle}
      style={{ aspectRatio: `${width} / ${height}`, width: `min(100%, ${(46 * width) / height}vh)` }}
      onKeyDown={(event) => onKey(event, props)}
      onWheel={(event) => {
        event.preventDefault();
        onResize(square.side * 1.001 ** event.deltaY);
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        last.current = [event.clientX, event.clientY];
      }}
      onPointerMove={drag}
      onPointerUp={() => (last.current = undefined)}
      onPointerCancel={() => (last.current = undefined)}
    >
      <canvas ref={canvas} width={width} height={height} />
      <div
        class="crop-square"
        style={{
          left: share(square.x, width),
          top: share(square.y, height),
          width: share(square.side, width),
          height: share(square.side, height),
        }}
      />
    </div>
  );
}

function onKey(event: KeyboardEvent, { square, onPlace, onResize, onUse }: FrameProps): void {
  const step = square.side / (event.shiftKey ? 5 : 50);
  const move = MOVES[event.key];
  if (move) onPlace({ ...square, x: square.x + move[0] * step, y: square.y + move[1] * step });
  else if (event.key === '+' || event.key === ']') onResize(square.side * 1.05);
  else if (event.key === '-' || event.key === '[') onResize(square.side / 1.05);
  else if (event.key === 'Enter') onUse();
  else return;
  event.preventDefault();
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Rounding the place down and the side down keeps the square inside its picture. */
function wholePixels({ x, y, side }: Square): Square {
  return { x: Math.floor(x), y: Math.floor(y), side: Math.floor(side) };
}

function within({ x, y, side }: Square, width: number, height: number): Square {
  const limited = (value: number, most: number) => Math.max(0, Math.min(most, value));
  return { x: limited(x, width - side), y: limited(y, height - side), side };
}

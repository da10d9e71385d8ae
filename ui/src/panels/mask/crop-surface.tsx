import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { squareOf } from '../../mask/mask-picture.ts';
import { words } from '../../messages/en.ts';
import { modelFacts } from '../../state/start.ts';

const LEAST = 64;
const text = words.start;

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** A picture with the square that is cut from it: dragged, moved by keys, its size by a slider or the wheel. */
export function CropSurface({
  picture,
  onUse,
}: {
  readonly picture: ImageBitmap;
  readonly onUse: (square: HTMLCanvasElement) => void;
}) {
  const { width, height } = picture;
  const most = Math.min(width, height);
  const square = useSignal<Square>({ x: (width - most) / 2, y: (height - most) / 2, side: most });
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const last = useRef<readonly [number, number] | undefined>(undefined);
  useEffect(() => {
    canvas.current?.getContext('2d')?.drawImage(picture, 0, 0);
    frame.current?.focus();
  }, [picture]);
  const { x, y, side } = square.value;
  const place = (next: Square) => (square.value = within(next, width, height));
  const resize = (next: number) => {
    const limited = Math.max(Math.min(LEAST, most), Math.min(most, next));
    place({ x: x + (side - limited) / 2, y: y + (side - limited) / 2, side: limited });
  };
  const use = () => onUse(squareOf(picture, square.value));
  const share = (value: number, of: number) => `${(100 * value) / of}%`;
  const model = modelFacts.value?.imageSize ?? 512;
  return (
    <>
      <div
        ref={frame}
        class="crop-frame"
        tabIndex={0}
        role="group"
        aria-label={text.cropTitle}
        style={{ aspectRatio: `${width} / ${height}`, width: `min(100%, ${(46 * width) / height}vh)` }}
        onKeyDown={(event) => {
          const step = side / (event.shiftKey ? 5 : 50);
          const move = MOVES[event.key];
          if (move) place({ x: x + move[0] * step, y: y + move[1] * step, side });
          else if (event.key === '+' || event.key === ']') resize(side * 1.05);
          else if (event.key === '-' || event.key === '[') resize(side / 1.05);
          else if (event.key === 'Enter') use();
          else return;
          event.preventDefault();
        }}
        onWheel={(event) => {
          event.preventDefault();
          resize(side * 1.001 ** event.deltaY);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          last.current = [event.clientX, event.clientY];
        }}
        onPointerMove={(event) => {
          if (!last.current) return;
          const scale = width / event.currentTarget.clientWidth;
          place({
            x: x + (event.clientX - last.current[0]) * scale,
            y: y + (event.clientY - last.current[1]) * scale,
            side,
          });
          last.current = [event.clientX, event.clientY];
        }}
        onPointerUp={() => (last.current = undefined)}
        onPointerCancel={() => (last.current = undefined)}
      >
        <canvas ref={canvas} width={width} height={height} />
        <div
          class="crop-square"
          style={{
            left: share(x, width),
            top: share(y, height),
            width: share(side, width),
            height: share(side, height),
          }}
        />
      </div>
      <label class="range">
        <span>{text.cropSize}</span>
        <input
          type="range"
          min={Math.min(LEAST, most)}
          max={most}
          value={Math.round(side)}
          onInput={(event) => resize(Number(event.currentTarget.value))}
        />
        <output>{Math.round(side)} px</output>
      </label>
      {side < model ? <p class="quiet">{words.photo.below(Math.round(side), model)}</p> : null}
      <div class="buttons">
        <button type="button" class="main" onClick={use}>
          {text.cropUse}
        </button>
      </div>
    </>
  );
}

const MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function within({ x, y, side }: Square, width: number, height: number): Square {
  const limited = (value: number, most: number) => Math.max(0, Math.min(most, value));
  return { x: limited(x, width - side), y: limited(y, height - side), side };
}

import type { BrushCursor } from '../../mask/brush-cursor.ts';
import type { SheetView } from '../../mask/painter-pointer.ts';
import type { Painter } from '../../mask/painter.ts';
import { maskWords as text } from '../../messages/en/photo.ts';

interface BrushMarkProps {
  readonly painter: Painter;
  readonly brush: BrushCursor;
  readonly view: SheetView;
}

/** Where keys lead the brush: a ring of its size, and the same in words. */
export function BrushMark({ painter, brush, view }: BrushMarkProps) {
  const { width, height } = painter.mask;
  const [x, y] = brush.at;
  const place = (share: number, moved: number) =>
    `calc(${50 + (share - 0.5) * 100 * view.scale}% + ${moved}px)`;
  return (
    <>
      <div
        hidden={!brush.isShown}
        class={`brush-mark ${brush.isDown ? 'down' : ''}`}
        style={{
          left: place(x / width, view.x),
          top: place(y / height, view.y),
          width: `${(100 * view.scale * painter.diameter) / width}%`,
        }}
      />
      <p class="for-ears" role="status">
        {brush.isShown ? wordsOf(painter, brush) : ''}
      </p>
    </>
  );
}

function wordsOf({ mask, isErasing }: Painter, { at: [x, y], isMasked, isDown }: BrushCursor): string {
  const percent = (value: number, most: number) => Math.round((100 * value) / most);
  return [
    text.place(percent(x, mask.width), percent(y, mask.height)),
    isMasked ? text.isMasked : text.isBare,
    ...(isDown ? [isErasing ? text.isErasing : text.isPainting] : []),
  ].join(', ');
}

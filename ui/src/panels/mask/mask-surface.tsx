import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { BrushCursor } from '../../mask/brush-cursor.ts';
import { emptyMask, type Mask } from '../../mask/mask.ts';
import { judge, type Judgement } from '../../mask/mask-judgement.ts';
import type { MaskRule } from '../../mask/mask-frame.ts';
import { contrastingTint, drawSubject } from '../../mask/mask-picture.ts';
import { PainterPointer, type SheetView } from '../../mask/painter-pointer.ts';
import { Painter } from '../../mask/painter.ts';
import { maskWords as text } from '../../messages/en/photo.ts';
import { BrushMark } from './brush-mark.tsx';
import { onMaskKey, type SurfaceTools } from './mask-keys.ts';
import { MaskTools } from './mask-tools.tsx';

const LIVE_MS = 100;

interface MaskSurfaceProps {
  readonly photo: HTMLCanvasElement;
  readonly initial: Mask | undefined;
  readonly fillsOutlines: boolean;
  /** How the mask reaches the model. */
  readonly rule: MaskRule;
  readonly onPainter: (painter: Painter, judgement: Judgement) => void;
}

/** A photo with the mask that is painted over it, its tools, and what the model will see. */
export function MaskSurface(props: MaskSurfaceProps) {
  const { photo, rule } = props;
  const { frame, sheet, inset, cells, tools, painter, judgement, view, settings, bump } = usePainter(props);
  const brush = tools.current?.brush;
  const hasCells = rule.purpose === 'subject';
  const { scale, x, y } = view.value;
  const transform = `translate(${x}px, ${y}px) scale(${scale})`;
  photo.style.transform = transform;
  return (
    <div
      class="mask-surface"
      onKeyDown={(event) => {
        if (tools.current && onMaskKey(event, tools.current)) bump();
      }}
      onKeyUp={({ key }) => {
        if (key === ' ' && tools.current) tools.current.pointer.isPanning = false;
        brush?.release(key);
      }}
    >
      <div
        ref={frame}
        class="sheet"
        style={{ aspectRatio: `${photo.width} / ${photo.height}` }}
        tabIndex={0}
        role="application"
        aria-label={hasCells ? text.surface : text.areaSurface}
        aria-description={text.surfaceKeys}
        onBlur={() => brush?.lift()}
        onPointerMove={({ movementX, movementY }) => {
          if (!brush?.isShown || (movementX === 0 && movementY === 0)) return;
          brush.hide();
          bump();
        }}
      >
        <canvas ref={sheet} class="mask-sheet" style={{ transform, opacity: settings.value.opacity }} />
        <canvas
          ref={cells}
          class="mask-cells"
          width={rule.grid}
          height={rule.grid}
          hidden={!settings.value.showsCells}
          style={{ transform }}
        />
        {painter.value && brush ? (
          <BrushMark painter={painter.value} brush={brush} view={view.value} />
        ) : null}
      </div>
      <div class="mask-side">
        {painter.value ? (
          <MaskTools {...{ painter: painter.value, settings, hasCells }} onChange={bump} />
        ) : null}
        {hasCells ? <Inset canvas={inset} side={rule.encoder} /> : null}
        {judgement.value ? <Verdict judgement={judgement.value} rule={rule} /> : null}
      </div>
    </div>
  );
}

/** A painter on the sheet as long as it is shown, and what follows each of its changes. */
function usePainter({ photo, initial, fillsOutlines, rule, onPainter }: MaskSurfaceProps) {
  const [frame, sheet] = [useRef<HTMLDivElement>(null), useRef<HTMLCanvasElement>(null)];
  const [inset, cells] = [useRef<HTMLCanvasElement>(null), useRef<HTMLCanvasElement>(null)];
  const tools = useRef<SurfaceTools | undefined>(undefined);
  const painter = useSignal<Painter | undefined>(undefined);
  const judgement = useSignal<Judgement | undefined>(undefined);
  const view = useSignal<SheetView>({ scale: 1, x: 0, y: 0 });
  const settings = useSignal({ opacity: 0.55, showsCells: false, changes: 0 });
  const bump = () => (settings.value = { ...settings.value, changes: settings.value.changes + 1 });

  const asks = useRef({ rule, look: () => {} });
  asks.current.rule = rule;
  const { purpose, grid, encoder, framing, sampling } = rule;
  useLayoutEffect(() => asks.current.look(), [purpose, grid, encoder, framing, sampling]);

  // before the browser paints: no key may come between the sheet and its painter
  useLayoutEffect(() => {
    const surface = sheet.current;
    if (!surface || !frame.current) return undefined;
    const mask = initial ?? emptyMask(photo.width, photo.height);
    let live: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      live = undefined;
      const judged = judge(mask, asks.current.rule);
      judgement.value = judged;
      if (inset.current) drawSubject(inset.current, photo, mask, judged.frame);
      if (cells.current && asks.current.rule.purpose === 'subject') drawCells(cells.current, judged, mask);
    };
    const tell = () => {
      clearTimeout(live);
      look();
      made.tint(contrastingTint(photo, mask));
      if (judgement.value) onPainter(made, judgement.value);
      bump();
    };
    asks.current.look = tell;
    const onStroke = () => (live ??= setTimeout(look, LIVE_MS));
    const made = new Painter(surface, mask, fillsOutlines, { onChange: tell, onStroke });
    painter.value = made;
    const pointer = new PainterPointer(frame.current, surface, made, (next) => (view.value = next));
    tools.current = { painter: made, pointer, brush: new BrushCursor(made) };
    frame.current.prepend(photo);
    frame.current.focus();
    tell();
    return () => {
      clearTimeout(live);
      pointer.destroy();
    };
  }, []);
  return { frame, sheet, inset, cells, tools, painter, judgement, view, settings, bump };
}

/** What the encoder is shown: the subject alone. */
function Inset({
  canvas,
  side,
}: {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Of the picture that the encoder is given, pixels. */
  readonly side: number;
}) {
  return (
    <figure class="inset">
      <canvas ref={canvas} width={side} height={side} />
      <figcaption>{text.inset}</figcaption>
    </figure>
  );
}

/** How the mask will do, in words. */
function Verdict({ judgement, rule }: { readonly judgement: Judgement; readonly rule: MaskRule }) {
  return (
    <p class={`verdict ${judgement.state}`} role="status">
      <strong>{text.masked(judgement.coverage)}</strong> {wordsOf(judgement, rule)}
    </p>
  );
}

const AREA: Readonly<Record<Judgement['state'], string>> = {
  blocked: text.nowhere,
  whole: text.everywhere,
  doubtful: text.anew,
  good: text.anew,
};

function wordsOf({ state, reason }: Judgement, { purpose, grid }: MaskRule): string {
  if (purpose === 'area') return AREA[state];
  if (state === 'whole') return text.whole;
  if (state === 'blocked') return text.blocked(grid);
  return reason === '' ? text.good : text[reason];
}

/** Draws the cells where they lie on the photo. */
function drawCells(canvas: HTMLCanvasElement, { cells, frame }: Judgement, { width, height }: Mask): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  const picture = new ImageData(canvas.width, canvas.height);
  cells.forEach((cell, at) => picture.data.set([255, 255, 255, cell * 150], at * 4));
  context.putImageData(picture, 0, 0);
  const [left, top] = [(frame.left / width) * 100, (frame.top / height) * 100];
  const [right, bottom] = [(frame.right / width) * 100, (frame.bottom / height) * 100];
  Object.assign(canvas.style, {
    left: `${left}%`,
    top: `${top}%`,
    width: `${right - left}%`,
    height: `${bottom - top}%`,
    transformOrigin: `${((50 - left) / (right - left)) * 100}% ${((50 - top) / (bottom - top)) * 100}%`, // the sheet's middle
  });
}

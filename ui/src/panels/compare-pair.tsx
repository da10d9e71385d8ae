import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { movedPair, WHOLE_PAIR, zoomedPair, type PairView } from '../input/pair-view.ts';
import { compareWords as text } from '../messages/en/results.ts';
import type { Shown } from '../state/compare.ts';

type Point = readonly [number, number];

/** A pointer that is down: where it was last, in per cent of the frame that it began on. */
interface Held {
  readonly box: DOMRect;
  readonly at: Point;
}

const KEYS: Readonly<Record<string, (view: PairView) => PairView>> = {
  '+': (view) => zoomedPair(view, 1.25, [50, 50]),
  '-': (view) => zoomedPair(view, 0.8, [50, 50]),
  ArrowLeft: (view) => movedPair(view, [5, 0]),
  ArrowRight: (view) => movedPair(view, [-5, 0]),
  ArrowUp: (view) => movedPair(view, [0, 5]),
  ArrowDown: (view) => movedPair(view, [0, -5]),
};

/** A beside B, seen through one view: the wheel and two fingers zoom, a drag and the arrow keys move. */
export function SidePictures({ a, b }: { readonly a: Shown; readonly b: Shown }) {
  const view = useSignal(WHOLE_PAIR);
  const pointers = useRef(new Map<number, Held>());
  const { scale, x, y } = view.value;
  const onMove = (event: PointerEvent) => {
    const held = pointers.current.get(event.pointerId);
    if (!held) return;
    const [before, at] = [held.at, placeIn(held.box, event)];
    pointers.current.set(event.pointerId, { ...held, at });
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1].at;
    const share = other ? 0.5 : 1;
    const moved = movedPair(view.value, [(at[0] - before[0]) * share, (at[1] - before[1]) * share]);
    view.value = other
      ? zoomedPair(moved, distance(at, other) / Math.max(1, distance(before, other)), middle(at, other))
      : moved;
  };
  const onEnd = (event: PointerEvent) => pointers.current.delete(event.pointerId);
  return (
    <div
      class="compare-pair"
      tabIndex={0}
      role="group"
      aria-label={text.pair}
      onWheel={(event) => {
        event.preventDefault();
        const box = boxAt(event);
        if (box) view.value = zoomedPair(view.value, 1.0015 ** -event.deltaY, placeIn(box, event));
      }}
      onKeyDown={(event) => {
        const next = KEYS[event.key]?.(view.value);
        if (!next) return;
        event.preventDefault();
        view.value = next;
      }}
      onPointerDown={(event) => {
        const box = boxAt(event);
        if (!box) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, { box, at: placeIn(box, event) });
      }}
      onPointerMove={onMove}
      onPointerUp={onEnd}
      onPointerCancel={onEnd}
    >
      {[a, b].map(({ url }, index) => (
        <div class="compare-stage" key={index}>
          <img
            src={url}
            alt={index === 0 ? text.left : text.right}
            draggable={false}
            style={{ transform: `scale(${scale})`, transformOrigin: `${x}% ${y}%` }}
          />
        </div>
      ))}
    </div>
  );
}

/** The frame of the picture that a pointer is on. */
function boxAt({ clientX, currentTarget }: MouseEvent): DOMRect | undefined {
  const frames = currentTarget instanceof HTMLElement ? [...currentTarget.children] : [];
  const boxes = frames.map((each) => each.getBoundingClientRect());
  return boxes.find(({ right }) => clientX <= right) ?? boxes.at(-1);
}

/** Where a pointer is, in per cent of a frame. */
function placeIn({ left, top, width, height }: DOMRect, { clientX, clientY }: MouseEvent): Point {
  return [(100 * (clientX - left)) / width, (100 * (clientY - top)) / height];
}

function distance([ax, ay]: Point, [bx, by]: Point): number {
  return Math.hypot(ax - bx, ay - by);
}

function middle([ax, ay]: Point, [bx, by]: Point): Point {
  return [(ax + bx) / 2, (ay + by) / 2];
}

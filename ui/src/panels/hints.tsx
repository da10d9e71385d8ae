import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { hintWords as text } from '../messages/en/hints.ts';
import { words } from '../messages/en/words.ts';
import { endHints, hint, HINTS, nextHint, type Hint } from '../state/hints.ts';

/** A point of the page, in CSS pixels. */
type Point = readonly [x: number, y: number];

/** From the thing to its hint, and from there to the edge of the window. */
const GAP = 22;
const EDGE = 12;

/** What may move the thing that a hint tells of. */
const MOVING = ['pointermove', 'pointerup', 'wheel', 'keyup', 'resize'] as const;

/** One hint beside the thing that it tells of. @param dotInSight where a dot to drag from is seen */
export function Hints({ dotInSight }: { readonly dotInSight: () => Point | undefined }) {
  const name = hint.value ?? HINTS[0];
  const at = useSignal<Point>([0, 0]);
  const card = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let frame = 0;
    const follow = (): void => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => (at.value = placeOf(name, dotInSight)));
    };
    at.value = placeOf(name, dotInSight);
    for (const event of MOVING) window.addEventListener(event, follow, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      for (const event of MOVING) window.removeEventListener(event, follow);
    };
  }, [name]);
  const [x, y] = at.value;
  useLayoutEffect(() => {
    const box = card.current;
    if (!box) return;
    const isAbove = y > window.innerHeight / 2;
    const top = isAbove ? y - GAP - box.offsetHeight : y + GAP;
    const left = Math.min(x - box.offsetWidth / 2, window.innerWidth - box.offsetWidth - EDGE);
    box.style.left = `${Math.max(EDGE, left)}px`;
    box.style.top = `${top}px`;
  }, [x, y, name]);
  const number = HINTS.indexOf(name) + 1;
  const isLast = number === HINTS.length;
  return (
    <>
      <span class="hint-mark" style={{ left: `${x}px`, top: `${y}px` }} />
      <div
        ref={card}
        class="hint-card"
        role="status"
        aria-live="polite"
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          endHints();
        }}
      >
        <p>{text[name]}</p>
        <footer>
          <span class="quiet">{text.place(number, HINTS.length)}</span>
          {isLast ? null : (
            <button type="button" class="text" onClick={endHints}>
              {text.none}
            </button>
          )}
          <button type="button" class="text" onClick={nextHint}>
            {isLast ? text.done : text.next}
          </button>
        </footer>
      </div>
    </>
  );
}

/** Where the thing is that a hint tells of. */
function placeOf(name: Hint, dotInSight: () => Point | undefined): Point {
  const button = `button[aria-label="${words.commands.keysKey}"]`;
  const box = document.querySelector(name === 'keys' ? button : '#graph')?.getBoundingClientRect();
  const { left = 0, top = 0, width = 0, height = 0 } = box ?? {};
  if (name === 'keys') return [left + width / 2, top + height / 2];
  const low: Point = [left + width / 2, top + height * 0.85];
  return name === 'connect' ? (dotInSight() ?? low) : low;
}

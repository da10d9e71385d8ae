import type { Painter } from './painter.ts';
import type { Point } from './mask.ts';

/** The part of the sheet that is seen: it is scaled, then moved by pixels of the page. */
export interface SheetView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const ZOOMS = { least: 0.25, most: 16 } as const;
const SECOND_FINGER_MS = 150;

/** A view zoomed about a place, which is given from the middle of the sheet's frame. */
function zoomedSheet(view: SheetView, factor: number, at: Point): SheetView {
  const scale = Math.max(ZOOMS.least, Math.min(ZOOMS.most, view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at[0] - (at[0] - view.x) * ratio, y: at[1] - (at[1] - view.y) * ratio };
}

interface Held {
  readonly at: Point;
  readonly since: number;
  readonly kind: string;
}

/** Turns pointers over a frame into strokes; Space, the middle button and two fingers move the sheet. */
export class PainterPointer {
  readonly #frame: HTMLElement;
  readonly #sheet: HTMLCanvasElement;
  readonly #painter: Painter;
  readonly #onView: (view: SheetView) => void;
  readonly #held = new Map<number, Held>();
  readonly #abort = new AbortController();
  #view: SheetView = { scale: 1, x: 0, y: 0 };
  #mode: 'stroke' | 'pan' | 'pinch' | undefined;
  #hasPen = false;
  /** Whether Space is held: the sheet is moved. */
  isPanning = false;

  constructor(
    frame: HTMLElement,
    sheet: HTMLCanvasElement,
    painter: Painter,
    onView: (view: SheetView) => void,
  ) {
    this.#frame = frame;
    this.#sheet = sheet;
    this.#painter = painter;
    this.#onView = onView;
    const { signal } = this.#abort;
    frame.addEventListener('pointerdown', (event) => this.#down(event), { signal });
    frame.addEventListener('pointermove', (event) => this.#move(event), { signal });
    for (const kind of ['pointerup', 'pointercancel'] as const)
      frame.addEventListener(kind, (event) => this.#up(event), { signal });
    frame.addEventListener('wheel', (event) => this.#wheel(event), { signal, passive: false });
  }

  /** Listens no more. */
  destroy(): void {
    this.#abort.abort();
  }

  /** Zooms about a place of the mask. */
  zoom(factor: number, at: Point): void {
    this.#show(zoomedSheet(this.#view, factor, this.#seen(at)));
  }

  /** Shows all of the sheet. */
  fit(): void {
    this.#show({ scale: 1, x: 0, y: 0 });
  }

  /** Moves the sheet until a place of the mask is in sight. */
  reveal(at: Point): void {
    const { clientWidth, clientHeight } = this.#frame;
    const [x, y] = this.#seen(at);
    const outside = (value: number, most: number) => value - Math.max(-most, Math.min(most, value));
    const [dx, dy] = [outside(x, clientWidth / 2), outside(y, clientHeight / 2)];
    if (dx !== 0 || dy !== 0) this.#show({ ...this.#view, x: this.#view.x - dx, y: this.#view.y - dy });
  }

  #down(event: PointerEvent): void {
    if (event.button > 1) return;
    event.preventDefault();
    this.#frame.setPointerCapture(event.pointerId);
    this.#frame.focus({ preventScroll: true });
    this.#hasPen ||= event.pointerType === 'pen';
    const isSecond = this.#held.size === 1;
    const [first] = this.#held.values();
    this.#held.set(event.pointerId, {
      at: [event.clientX, event.clientY],
      since: event.timeStamp,
      kind: event.pointerType,
    });
    if (isSecond && first) {
      if (this.#mode === 'stroke' && event.timeStamp - first.since <= SECOND_FINGER_MS)
        this.#painter.cancel();
      else this.#painter.end();
      this.#mode = 'pinch';
    } else if (this.#held.size === 1) {
      const isFinger = event.pointerType === 'touch' && this.#hasPen;
      this.#mode = this.isPanning || event.button === 1 || isFinger ? 'pan' : 'stroke';
      if (this.#mode === 'stroke') this.#painter.begin(this.#place(event), pressureOf(event), event.shiftKey);
    }
  }

  #move(event: PointerEvent): void {
    const held = this.#held.get(event.pointerId);
    if (!held) return;
    if (this.#mode === 'stroke') {
      const parts = event.getCoalescedEvents();
      for (const part of parts.length > 0 ? parts : [event]) this.#painter.extend(this.#place(part));
      return;
    }
    const before = [...this.#held.values()].map(({ at }) => at);
    this.#held.set(event.pointerId, { ...held, at: [event.clientX, event.clientY] });
    const after = [...this.#held.values()].map(({ at }) => at);
    if (this.#mode === 'pinch') this.#pinch(before, after);
    else
      this.#show({
        ...this.#view,
        x: this.#view.x + event.clientX - held.at[0],
        y: this.#view.y + event.clientY - held.at[1],
      });
  }

  #up(event: PointerEvent): void {
    if (!this.#held.delete(event.pointerId)) return;
    if (this.#mode === 'stroke') this.#painter.end();
    if (this.#held.size === 0) this.#mode = undefined;
    else if (this.#mode === 'stroke') this.#mode = 'pan';
  }

  #pinch(before: readonly Point[], after: readonly Point[]): void {
    const spread = ([a, b]: readonly Point[]) => (a && b ? Math.hypot(a[0] - b[0], a[1] - b[1]) : 1);
    const middle = ([a, b]: readonly Point[]): Point =>
      a && b ? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] : (a ?? [0, 0]);
    const [from, to] = [middle(before), middle(after)];
    const moved = { ...this.#view, x: this.#view.x + to[0] - from[0], y: this.#view.y + to[1] - from[1] };
    this.#show(zoomedSheet(moved, spread(after) / Math.max(1, spread(before)), this.#fromMiddle(to)));
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const factor = 1.0015 ** -event.deltaY;
    this.#show(zoomedSheet(this.#view, factor, this.#fromMiddle([event.clientX, event.clientY])));
  }

  #show(view: SheetView): void {
    this.#view = view;
    this.#onView(view);
  }

  /** Where a place of the mask is seen, from the middle of the frame. */
  #seen([x, y]: Point): Point {
    const { width, height } = this.#painter.mask;
    const { scale, x: left, y: top } = this.#view;
    const { clientWidth, clientHeight } = this.#frame;
    return [left + (x / width - 0.5) * clientWidth * scale, top + (y / height - 0.5) * clientHeight * scale];
  }

  /** A place of the page from the middle of the frame. */
  #fromMiddle([x, y]: Point): Point {
    const box = this.#frame.getBoundingClientRect();
    return [x - box.left - box.width / 2, y - box.top - box.height / 2];
  }

  /** A place of the page in pixels of the mask. */
  #place({ clientX, clientY }: PointerEvent): Point {
    const box = this.#sheet.getBoundingClientRect();
    const scale = this.#painter.mask.width / Math.max(1, box.width);
    return [(clientX - box.left) * scale, (clientY - box.top) * scale];
  }
}

/** A pen presses; mouse and finger do not. */
function pressureOf({ pointerType, pressure }: PointerEvent): number | undefined {
  return pointerType === 'pen' ? pressure : undefined;
}

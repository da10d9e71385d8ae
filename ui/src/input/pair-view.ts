/** Which part of two pictures is seen: `scale` times as large about the point at `x` and `y` per cent of them. */
export interface PairView {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

const MOST = 16;

/** Pictures as a whole. */
export const WHOLE_PAIR: PairView = { scale: 1, x: 50, y: 50 };

/** A view made larger by a factor; what is seen at a point, in per cent of the frame, stays there. */
export function zoomedPair(
  { scale, x, y }: PairView,
  factor: number,
  at: readonly [number, number],
): PairView {
  const next = limited(scale * factor, 1, MOST);
  const origin = (old: number, point: number) => {
    if (next === 1) return 50;
    const content = old + (point - old) / scale;
    return limited((point - content * next) / (1 - next), 0, 100);
  };
  return { scale: next, x: origin(x, at[0]), y: origin(y, at[1]) };
}

/** A view whose pictures follow a pointer, by per cent of the frame. */
export function movedPair({ scale, x, y }: PairView, [dx, dy]: readonly [number, number]): PairView {
  if (scale === 1) return { scale, x, y };
  const origin = (old: number, by: number) => limited(old - by / (scale - 1), 0, 100);
  return { scale, x: origin(x, dx), y: origin(y, dy) };
}

function limited(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

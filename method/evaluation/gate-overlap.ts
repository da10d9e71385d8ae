/** How well the open part of a gate covers the object that was drawn: intersections over unions, 0 … 1. */
export interface GateOverlap {
  /** Open is r > ½. */
  readonly half: number;
  /** Open is what lies in the upper half of the map's own range. */
  readonly upperHalf: number;
}

/**
 * Compares where a gate was open with where the object was found.
 * @param gate r, 0 … 1 @param object 1 where the object is, of the same size; nothing where it was not found
 */
export function gateOverlap(gate: ArrayLike<number>, object: ArrayLike<number> | undefined): GateOverlap {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < gate.length; i += 1) {
    least = Math.min(least, gate[i] ?? 0);
    most = Math.max(most, gate[i] ?? 0);
  }
  return { half: overlap(gate, 0.5, object), upperHalf: overlap(gate, (least + most) / 2, object) };
}

/** Of what is above a level and the object; 0 when both are empty. */
function overlap(gate: ArrayLike<number>, level: number, object: ArrayLike<number> | undefined): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < gate.length; i += 1) {
    const isOpen = (gate[i] ?? 0) > level;
    const isObject = object?.[i] === 1;
    if (isOpen && isObject) both += 1;
    if (isOpen || isObject) either += 1;
  }
  return either === 0 ? 0 : both / either;
}

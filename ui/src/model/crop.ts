import { isJsonObject, type Json, type JsonObject } from './json.ts';

/** A square of a picture, in its pixels. */
export interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** The largest square in the middle of a picture, in whole pixels. */
export function largestSquare({
  width,
  height,
}: {
  readonly width: number;
  readonly height: number;
}): Square {
  const side = Math.min(width, height);
  return { x: Math.floor((width - side) / 2), y: Math.floor((height - side) / 2), side };
}

/** What the picture of a photo field was cut from; it tells nothing once the field holds another picture. */
export interface Crop {
  /** The value of the field that the cut made. */
  readonly made: string;
  /** The value that names the whole picture. */
  readonly of: string;
  readonly square: Square;
}

/** The key of a saved node's `properties` that holds its cuts; ComfyUI carries it along unread. */
const PROPERTY = 'elite_crops';

/** The cuts that a saved node tells of, by field; what is none is left out. */
export function cropsOf(properties: Json | undefined): Record<string, Crop> {
  const saved = isJsonObject(properties) ? properties[PROPERTY] : undefined;
  const entries = isJsonObject(saved) ? Object.entries(saved) : [];
  return Object.fromEntries(
    entries.flatMap(([field, value]) => {
      const crop = cropOf(value);
      return crop ? [[field, crop]] : [];
    }),
  );
}

/** The `properties` of a saved node with its cuts. */
export function withCrops(properties: JsonObject, crops: Readonly<Record<string, Crop>>): JsonObject {
  const entries = Object.entries(crops);
  if (entries.length === 0) return properties;
  const saved = entries.map(([field, { made, of, square }]) => [field, { made, of, square: { ...square } }]);
  return { ...properties, [PROPERTY]: Object.fromEntries(saved) as JsonObject };
}

/** Whether two cuts are the same. */
export function isSameCrop(a: Crop | undefined, b: Crop): boolean {
  return (
    a?.made === b.made &&
    a.of === b.of &&
    a.square.x === b.square.x &&
    a.square.y === b.square.y &&
    a.square.side === b.square.side
  );
}

function cropOf(value: Json): Crop | undefined {
  if (!isJsonObject(value) || !isJsonObject(value['square'])) return undefined;
  const { made, of } = value;
  const [x, y, side] = [value['square']['x'], value['square']['y'], value['square']['side']];
  if (typeof made !== 'string' || typeof of !== 'string') return undefined;
  if (typeof x !== 'number' || typeof y !== 'number' || typeof side !== 'number') return undefined;
  return side > 0 && x >= 0 && y >= 0 ? { made, of, square: { x, y, side } } : undefined;
}

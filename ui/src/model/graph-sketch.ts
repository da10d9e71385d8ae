import { isJsonObject, type Json } from './json.ts';

/** A node or a link of a sketch, in parts of its width. */
export interface GraphSketch {
  /** Height over width. */
  readonly aspect: number;
  readonly boxes: readonly {
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly lines: readonly (readonly [number, number, number, number])[];
}

/** A workflow file as boxes and lines, small enough for a list; undefined when it has no places. */
export function graphSketch(workflow: Json): GraphSketch | undefined {
  if (!isJsonObject(workflow) || !Array.isArray(workflow['nodes'])) return undefined;
  const places = workflow['nodes'].filter(isJsonObject).flatMap((node) => {
    const [x, y] = pairOf(node['pos']);
    const [width, height] = pairOf(node['size']);
    return [x, y, width, height].every((value) => Number.isFinite(value))
      ? [{ id: node['id'], x, y, width, height }]
      : [];
  });
  if (places.length === 0) return undefined;
  const left = Math.min(...places.map(({ x }) => x));
  const top = Math.min(...places.map(({ y }) => y));
  const wide = Math.max(...places.map(({ x, width }) => x + width)) - left;
  const high = Math.max(...places.map(({ y, height }) => y + height)) - top;
  const boxes = places.map(({ x, y, width, height }) => ({
    x: (x - left) / wide,
    y: (y - top) / wide,
    width: width / wide,
    height: height / wide,
  }));
  const at = new Map(places.map(({ id }, index) => [id, boxes[index]]));
  const links = Array.isArray(workflow['links']) ? workflow['links'] : [];
  const lines = links.flatMap((link): [number, number, number, number][] => {
    const [, from, , to] = Array.isArray(link) ? link : [];
    const [a, b] = [from === undefined ? undefined : at.get(from), to === undefined ? undefined : at.get(to)];
    return a && b ? [[a.x + a.width, a.y + a.height / 2, b.x, b.y + b.height / 2]] : [];
  });
  return { aspect: high / wide, boxes, lines };
}

function pairOf(value: Json | undefined): [number, number] {
  const [x, y] = Array.isArray(value) ? value : isJsonObject(value) ? [value['0'], value['1']] : [];
  return [typeof x === 'number' ? x : Number.NaN, typeof y === 'number' ? y : Number.NaN];
}

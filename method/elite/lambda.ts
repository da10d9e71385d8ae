/** Largest λ: the paper studies 0 to 1.2, the authors' demo goes to this. */
const LARGEST = 1.5;

/** How long a run is, and how many cross-attention layers λ acts in. */
export interface LambdaDims {
  readonly steps: number;
  readonly layers: number;
}

/**
 * λ, the weight of the patches' attention, written for a whole run:
 * - `0.6`: the same in every step and layer;
 * - `0.4, 0.8`: from 0.4 in the first step to 0.8 in the last, linear between; more numbers are more points, evenly spaced;
 * - `layers: 1, 0.5, …`: one number for each cross-attention layer, in the order of the forward pass;
 * - `0.4, 0.8; layers: 1, 0.5, …`: both, multiplied.
 * Source: Wei et al. 2023, the λ of Eqn. 6, which is one number there.
 * @returns the λ of each layer at a step, counted from 0
 * @throws naming the number or the count that is not as it should be
 */
export function lambdaSchedule(
  text: string,
  { steps, layers }: LambdaDims,
): (step: number) => readonly number[] {
  const [first = '', second, ...more] = text.split(';').map((part) => part.trim());
  if (more.length > 0) throw refusal('numbers, and after a semicolon layers', text);
  const [ramp, weights] = second === undefined && first.startsWith('layers') ? ['1', first] : [first, second];
  const points = numbers(ramp, text);
  const ofLayers = weights === undefined ? undefined : layerNumbers(weights, text);
  if (ofLayers !== undefined && ofLayers.length !== layers)
    throw new Error(
      `lambda: expected ${layers} numbers behind layers:, one for each, got ${ofLayers.length}`,
    );
  return (step) => {
    const now = between(points, steps > 1 ? step / (steps - 1) : 0);
    return Array.from({ length: layers }, (_, layer) => now * (ofLayers?.[layer] ?? 1));
  };
}

function layerNumbers(part: string, text: string): number[] {
  const found = /^layers\s*:(.*)$/s.exec(part);
  if (found === null) throw refusal('layers: and numbers behind the semicolon', text);
  return numbers(found[1] ?? '', text);
}

function numbers(list: string, text: string): number[] {
  return list.split(',').map((entry) => {
    const value = entry.trim() === '' ? NaN : Number(entry);
    if (Number.isNaN(value)) throw refusal('numbers with commas between, such as 0.6 or 0.4, 0.8', text);
    if (value >= 0 && value <= LARGEST) return value;
    throw new Error(`lambda: expected numbers from 0 to ${LARGEST}, got ${value} in ${JSON.stringify(text)}`);
  });
}

/** The points' polygon at a place between 0 and 1. */
function between(points: readonly number[], place: number): number {
  const along = Math.min(1, Math.max(0, place)) * (points.length - 1);
  const index = Math.min(Math.floor(along), Math.max(0, points.length - 2));
  const [from = 0, to = from] = [points[index], points[index + 1]];
  return from + (to - from) * (along - index);
}

const refusal = (expected: string, text: string): Error =>
  new Error(`lambda: expected ${expected}, got ${JSON.stringify(text)}`);

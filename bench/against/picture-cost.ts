import type { Precision } from '../../method/diffusion/int8-model.ts';
import { presetCalls, type Calls } from '../preset-calls.ts';
import type { Figures } from './measure.ts';
import type { Timing } from './timing.ts';

/** 100 LMS steps, each with a call with patches and an unconditional one without, as the released code has them. */
const RELEASED_STEPS = 100;

/** Seconds by the clock and of processor. */
export type Cost = Pick<Timing, 'seconds' | 'processor'>;

/** What a whole picture costs, computed from measured calls and their number. */
export interface WholePicture {
  /** The released procedure in PyTorch, 32 bits. */
  readonly released: Cost;
  readonly steps: number;
  readonly ours: readonly (Calls & { readonly precision: Precision; readonly cost: Cost })[];
}

/**
 * Adds measured calls up; nothing where one was not measured. 8 bits keep the text encoder and the decoder of 32. Keys and values
 * are computed once for the prompt and once for the empty one: what a first step takes longer, twice.
 */
export async function wholePicture({
  step,
  words,
  first,
  reused,
  concept,
  text,
  decoder,
}: Figures['headline']): Promise<WholePicture | undefined> {
  if (!step || !words?.timings.pytorch || !concept || !text?.timings.pytorch || !decoder?.timings.pytorch)
    return undefined;
  const { pytorch } = step.timings;
  const around = concept.timings.pytorch;
  if (!pytorch || !around) return undefined;
  const released = sum(
    [RELEASED_STEPS, pytorch],
    [RELEASED_STEPS, words.timings.pytorch],
    [1, around],
    [2, text.timings.pytorch],
    [1, decoder.timings.pytorch],
  );
  const ours: WholePicture['ours'][number][] = [];
  for (const calls of await presetCalls())
    for (const [precision, side] of [
      ['fp32', 'ours'],
      ['int8', 'int8'],
    ] as const) {
      const [call, begun, own] = [step.timings[side], first?.timings[side], concept.timings[side]];
      const [pair, blank] = [reused?.timings[side], words.timings[side]];
      if (
        !call ||
        !blank ||
        !begun ||
        !own ||
        !text.timings.ours ||
        !decoder.timings.ours ||
        (calls.outer > 0 && !pair)
      )
        continue;
      const outer = pair ? sum([1, pair], [-1, call]) : call;
      const cost = sum(
        [calls.whole - calls.unconditional, call],
        [calls.unconditional, blank],
        [2, sum([1, begun], [-1, call])],
        [calls.outer, outer],
        [1, own],
        [2, text.timings.ours],
        [1, decoder.timings.ours],
      );
      ours.push({ ...calls, precision, cost });
    }
  return { released, steps: RELEASED_STEPS, ours };
}

const sum = (...parts: readonly (readonly [count: number, cost: Cost])[]): Cost => ({
  seconds: parts.reduce((all, [count, { seconds }]) => all + count * seconds, 0),
  processor: parts.reduce((all, [count, { processor }]) => all + count * processor, 0),
});

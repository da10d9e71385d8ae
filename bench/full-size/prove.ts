import { relativeL2 } from '../../method/tensor/tensor.ts';
import { table } from '../figures.ts';
import type { Peak, RunReport, Side } from '../sides/side.ts';
import type { ProofCase } from './cases.ts';
import type { Sides } from './sides.ts';

/** What a network showed beside PyTorch's, or beside the same weights in other files. */
export interface ProofRow {
  readonly title: string;
  /** The largest ‖ours − expected‖ / ‖expected‖ of its outputs. */
  readonly error: number;
  readonly limit: number;
  readonly ours: Measured;
  /** Not there where PyTorch did not run. */
  readonly pytorch?: Measured;
}

/** What one side took. */
interface Measured {
  readonly loadSeconds: number;
  readonly peak: Peak;
}

/** Runs a case on the product, and on PyTorch where the expected outputs are not given. */
export async function prove(
  proofCase: ProofCase,
  sides: Sides,
  expected?: RunReport['outputs'],
): Promise<ProofRow> {
  const ours = await sides.during('ours', (side) => measured(side, proofCase));
  const pytorch = expected ? undefined : await sides.during('pytorch', (side) => measured(side, proofCase));
  return {
    title: proofCase.title,
    limit: proofCase.limit,
    error: largestError(ours.outputs, expected ?? pytorch?.outputs ?? {}),
    ours: ours.measured,
    ...(pytorch ? { pytorch: pytorch.measured } : {}),
  };
}

/** The largest relative error of the expected outputs; infinite where one is missing, or none is expected. */
function largestError(ours: RunReport['outputs'], expected: RunReport['outputs']): number {
  const errors = Object.entries(expected).map(([name, value]) => {
    const own = ours[name];
    return own === undefined ? Infinity : relativeL2(own, value);
  });
  return errors.length === 0 ? Infinity : Math.max(...errors);
}

async function measured(
  side: Side,
  proofCase: ProofCase,
): Promise<{ outputs: RunReport['outputs']; measured: Measured }> {
  const { outputs, loadSeconds } = await side.run(proofCase);
  return { outputs, measured: { loadSeconds, peak: side.peak() } };
}

/** The rows as a table in Markdown. */
export const proofTable = (rows: readonly ProofRow[]): string =>
  table(
    ['network', 'error', 'limit', 'load, s', 'PyTorch, s', 'peak, MB (own)', 'PyTorch, MB (own)'],
    rows.map(({ title, error, limit, ours, pytorch }) => [
      title,
      error.toExponential(1),
      limit.toExponential(0),
      ours.loadSeconds.toFixed(1),
      pytorch?.loadSeconds.toFixed(1) ?? '–',
      memory(ours.peak),
      pytorch ? memory(pytorch.peak) : '–',
    ]),
  );

const memory = ({ resident, own }: Peak): string => `${Math.round(resident)} (${Math.round(own)})`;

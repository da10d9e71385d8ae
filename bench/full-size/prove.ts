import { relativeL2 } from '../../method/tensor/tensor.ts';
import type { Peak, RunReport, Side } from '../sides/side.ts';
import type { ProofCase } from './cases.ts';
import type { Sides } from './sides.ts';

/** What a network showed beside PyTorch's. */
export interface ProofRow {
  readonly title: string;
  /** The largest ‖ours − PyTorch's‖ / ‖PyTorch's‖ of its outputs. */
  readonly error: number;
  readonly limit: number;
  readonly ours: Measured;
  readonly pytorch: Measured;
}

/** What one side took. */
interface Measured {
  readonly loadSeconds: number;
  readonly runSeconds: number;
  readonly peak: Peak;
}

/** Runs a case on the product and then on PyTorch; without the second, what is compared are other outputs. */
export async function prove(
  proofCase: ProofCase,
  sides: Sides,
  expected?: RunReport['outputs'],
): Promise<ProofRow & { readonly outputs: RunReport['outputs'] }> {
  const ours = await sides.during('ours', (side) => measured(side, proofCase));
  const theirs = expected
    ? { ...ours, outputs: expected }
    : await sides.during('pytorch', (side) => measured(side, proofCase));
  return {
    title: proofCase.title,
    limit: proofCase.limit,
    error: largestError(ours.outputs, theirs.outputs),
    ours: ours.measured,
    pytorch: theirs.measured,
    outputs: ours.outputs,
  };
}

/** The largest relative error of outputs by name; infinite where one lacks what the other has. */
function largestError(ours: RunReport['outputs'], expected: RunReport['outputs']): number {
  const errors = Object.entries(expected).map(([name, value]) => {
    const own = ours[name];
    return own === undefined ? Infinity : relativeL2(own, value);
  });
  return Math.max(...errors);
}

async function measured(
  side: Side,
  proofCase: ProofCase,
): Promise<{ outputs: RunReport['outputs']; measured: Measured }> {
  const { outputs, seconds, loadSeconds } = await side.run(proofCase);
  return { outputs, measured: { loadSeconds, runSeconds: seconds[0] ?? NaN, peak: side.peak() } };
}

/** Rows of a Markdown table. */
export const proofTable = (rows: readonly ProofRow[]): string =>
  [
    '| network | error | limit | load, s | PyTorch, s | peak, MB (own) | PyTorch, MB (own) |',
    '|---|---|---|---|---|---|---|',
    ...rows.map(
      ({ title, error, limit, ours, pytorch }) =>
        `| ${title} | ${error.toExponential(1)} | ${limit.toExponential(0)} | ${ours.loadSeconds.toFixed(1)} | ${pytorch.loadSeconds.toFixed(1)} | ${memory(ours.peak)} | ${memory(pytorch.peak)} |`,
    ),
  ].join('\n');

const memory = ({ resident, own }: Peak): string => `${Math.round(resident)} (${Math.round(own)})`;

/** One compared result. */
export interface Comparison {
  /** What was computed. */
  readonly network: string;
  readonly output: string;
  readonly error: number;
  /** What the error is: ‖ours − PyTorch's‖ / ‖PyTorch's‖ if not said. */
  readonly measure?: 'largest difference' | 'texts that differ';
  /** The largest error that passes. */
  readonly limit: number;
}

/** Rows of a Markdown table. */
export const comparisonTable = (rows: readonly Comparison[]): string =>
  [
    '| network | output | measure | error | limit |',
    '|---|---|---|---|---|',
    ...rows.map(
      ({ network, output, error, measure = 'relative L2', limit }) =>
        `| ${network} | ${output} | ${measure} | ${shown(error)} | ${shown(limit)} |`,
    ),
  ].join('\n');

const shown = (value: number): string => (value === 0 ? '0' : value.toExponential(1));

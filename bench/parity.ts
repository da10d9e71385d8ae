// `npm run parity`: everything that has a counterpart in PyTorch, diffusers or transformers, beside it, as a table.
import { Runtime } from '../method/runtime/runtime.ts';
import { comparisonTable } from './comparison.ts';
import { compareNetworks } from './parity-cases.ts';
import { compareNumbers } from './parity-numbers.ts';
import { comparePipeline } from './parity-pipeline.ts';

const runtime = new Runtime();
const rows = [...(await compareNumbers()), ...(await compareNetworks()), ...(await comparePipeline(runtime))];
await runtime.dispose();
console.log(comparisonTable(rows));
const failed = rows.filter(({ error, limit }) => !(error <= limit));
if (failed.length > 0) {
  console.error(`${failed.length} of ${rows.length} are beyond their limit`);
  process.exitCode = 1;
}

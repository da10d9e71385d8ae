// `npm run parity`: each network beside PyTorch's, as a table.
import { compareNetworks } from './parity-cases.ts';

console.log('| network | output | relative L2 error |\n|---|---|---|');
for (const { network, output, error } of await compareNetworks()) {
  console.log(`| ${network} | ${output} | ${error.toExponential(1)} |`);
}

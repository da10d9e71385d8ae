import assert from 'node:assert/strict';
import { main } from '../../../graph-server/cli/main.ts';
import { captured } from '../../support/captured.ts';

describe('elite-graph', () => {
  it('lists its commands', async () => {
    const { result, out } = await captured(() => main([]));
    assert.equal(result, 0);
    for (const name of ['serve', 'run', 'validate', 'convert', 'models', 'eval'])
      assert.match(out, new RegExp(`^  ${name} `, 'm'));
  });

  it('tells what a command takes, without running it', async () => {
    const { result, out } = await captured(() => main(['eval', 'nowhere', '--help']));
    assert.equal(result, 0);
    assert.match(out, /^elite-graph eval: .*--sweep/);
  });

  it('names the commands there are when it gets another', async () => {
    const { result, err } = await captured(() => main(['constructor']));
    assert.deepEqual(
      [result, err],
      [
        2,
        'elite-graph constructor: expected one of serve, run, validate, convert, models, eval, got another command',
      ],
    );
  });

  it('ends with 2 for flags that it does not know', async () => {
    const { result, err } = await captured(() => main(['run', '--odd']));
    assert.equal(result, 2);
    assert.equal(err, "elite-graph run: Unknown option '--odd' (elite-graph run --help lists what it takes)");
    assert.equal((await captured(() => main(['run']))).result, 2);
  });
});

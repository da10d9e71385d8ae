import assert from 'node:assert/strict';
import { apply } from '../../../ui/src/model/command.ts';
import { emptyDocument, someNode, type SeedControl } from '../../../ui/src/model/document.ts';
import { nextSeed, SEED_CONTROLS, seedCommands } from '../../../ui/src/model/seed.ts';
import { EDITOR_TYPES } from '../../support/editor-types.ts';

const LIMITS = { min: 0, max: 18446744073709551615n };

describe('seeds', () => {
  it('become what their control says before the run', () => {
    const next = (control: SeedControl, value: number | bigint) =>
      nextSeed(control, value, LIMITS, () => 0.5);
    assert.equal(next('fixed', 7), 7);
    assert.equal(next('increment', 7), 8);
    assert.equal(next('decrement', 7), 6);
    assert.equal(next('randomize', 7), 2 ** 31);
    assert.equal(next('increment', 2 ** 53 - 1), 2n ** 53n);
    assert.equal(next('increment', LIMITS.max), 0);
    assert.equal(next('decrement', 0), LIMITS.max);
    assert.deepEqual(new Set(SEED_CONTROLS).size, 4);
  });

  it('are drawn for nodes that run, and only where nothing is linked', () => {
    const node = (id: string, state: 'on' | 'off', control: SeedControl) =>
      [
        id,
        someNode({
          id,
          type: 'Sampler',
          pos: [0, 0],
          state,
          values: { seed: 7 },
          controls: { seed: control },
        }),
      ] as const;
    const doc = {
      ...emptyDocument('d', 'd'),
      nodes: new Map([node('1', 'on', 'increment'), node('2', 'off', 'increment'), node('3', 'on', 'fixed')]),
    };
    const after = apply(doc, { kind: 'batch', commands: seedCommands(doc, EDITOR_TYPES, () => 0) });
    assert.deepEqual(
      [...after.nodes.values()].map(({ values }) => values['seed']),
      [8, 7, 7],
    );
    const linked = {
      ...doc,
      links: [{ id: '1', from: { node: '3', slot: 0 }, to: { node: '1', input: 'seed' } }],
    };
    assert.deepEqual(
      seedCommands(linked, EDITOR_TYPES, () => 0),
      [],
    );
    assert.equal(seedCommands(doc, EDITOR_TYPES, () => 0, 'randomize').length, 2);
  });
});

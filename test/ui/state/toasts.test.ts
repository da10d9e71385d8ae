import assert from 'node:assert/strict';
import { closeToast, say, sayError, toasts } from '../../../ui/src/state/toasts.ts';

describe('toasts', () => {
  it('say each thing once, at most four at a time, until they are closed', () => {
    for (const word of ['a', 'b', 'b', 'c', 'd', 'e']) sayError(new Error(word));
    assert.deepEqual(
      toasts.value.map(({ text }) => text),
      ['b', 'c', 'd', 'e'],
    );
    for (const { id } of toasts.value) closeToast(id);
    assert.deepEqual(toasts.value, []);
  });

  it('carry actions', () => {
    let done = false;
    say('opened', { kind: 'error', actions: [{ label: 'Undo', run: () => (done = true) }] });
    toasts.value[0]?.actions[0]?.run();
    assert.ok(done);
    closeToast(toasts.value[0]?.id ?? 0);
  });
});

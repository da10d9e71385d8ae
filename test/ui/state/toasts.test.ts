import assert from 'node:assert/strict';
import { closeToast, say, sayError, toasts } from '../../../ui/src/state/toasts.ts';

describe('toasts', () => {
  const texts = () => toasts.value.map(({ text }) => text);
  const clear = () => {
    for (const { id } of toasts.value) closeToast(id);
  };
  beforeEach(clear);
  afterEach(clear);

  it('say each thing once, and all errors until they are closed', () => {
    for (const word of ['a', 'b', 'b', 'c', 'd', 'e']) sayError(new Error(word));
    assert.deepEqual(texts(), ['a', 'b', 'c', 'd', 'e']);
    for (const { id } of toasts.value) closeToast(id);
    assert.deepEqual(toasts.value, []);
  });

  it('are four notes at most, which put no error away', () => {
    sayError(new Error('lost'));
    for (const word of ['a', 'b', 'c', 'd', 'e']) say(word);
    assert.deepEqual(texts(), ['lost', 'b', 'c', 'd', 'e']);
  });

  it('carry actions', () => {
    let done = false;
    say('opened', { kind: 'error', actions: [{ label: 'Undo', run: () => (done = true) }] });
    toasts.value[0]?.actions[0]?.run();
    assert.ok(done);
    closeToast(toasts.value[0]?.id ?? 0);
  });
});

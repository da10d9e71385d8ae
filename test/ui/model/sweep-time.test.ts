import assert from 'node:assert/strict';
import type { Json } from '../../../ui/src/model/json.ts';
import { secondsAPicture } from '../../../ui/src/model/sweep-time.ts';

/** A finished run of a sampler with so many steps. */
function entry(steps: Json, seconds: number, cached: string[] = []): Json {
  const prompt = {
    '3': { class_type: 'Loader', inputs: {} },
    '7': { class_type: 'S', inputs: { lambda: 0.6, steps } },
  };
  const messages: Json = [
    ['execution_start', { timestamp: 1000 }],
    ['execution_cached', { nodes: cached }],
    ['execution_success', { timestamp: 1000 + seconds * 1000 }],
  ];
  return { prompt: [1, 'id', prompt, {}, []], status: { messages } };
}

describe('secondsAPicture', () => {
  it('is the mean of the last three runs with the same steps', () => {
    const history = [entry(25, 100), entry(25, 2), entry(50, 9), entry(25, 3), entry(25, 4)];
    assert.equal(secondsAPicture(history, 25), 3);
    assert.equal(secondsAPicture(history, 50), 9);
  });

  it('leaves out runs that sampled nothing, and those that did not end well', () => {
    assert.equal(secondsAPicture([entry(25, 2), entry(25, 0.1, ['3', '7'])], 25), 2);
    assert.equal(secondsAPicture([entry(25, 2, ['3'])], 25), 2);
    assert.equal(
      secondsAPicture([{ prompt: [1, 'id', {}], status: { messages: [] } }, null, 'x'], 25),
      undefined,
    );
  });

  it('is unknown before the first run, and for steps that come from a link', () => {
    assert.equal(secondsAPicture([], 25), undefined);
    assert.equal(secondsAPicture([entry(['2', 0], 5)], 25), undefined);
  });
});

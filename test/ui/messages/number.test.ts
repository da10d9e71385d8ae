import assert from 'node:assert/strict';
import { numberOf } from '../../../ui/src/messages/number.ts';

describe('the numbers of a language', () => {
  it('are grouped, and have its decimal sign', () => {
    const [english, german] = [numberOf('en'), numberOf('de')];
    assert.deepEqual([english(10_000), english(0.8, 2), english(1234.56, 1)], ['10,000', '0.80', '1,234.6']);
    assert.deepEqual([german(10_000), german(0.8, 2), german(1234.56, 1)], ['10.000', '0,80', '1.234,6']);
  });
});

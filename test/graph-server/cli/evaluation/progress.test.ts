import assert from 'node:assert/strict';
import { jsonProgress, textProgress } from '../../../../graph-server/cli/evaluation/progress.ts';

const step = { row: 'w0', count: 5, total: 10, drawn: 5 };

describe('jsonProgress', () => {
  it('prints one object a line', () => {
    const lines: string[] = [];
    const progress = jsonProgress((line) => lines.push(line));
    progress.step(step);
    progress.say('done', 'all there');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line) as unknown),
      [
        { event: 'progress', ...step },
        { event: 'done', message: 'all there' },
      ],
    );
  });
});

describe('textProgress', () => {
  const written = (isTTY: boolean): string => {
    let text = '';
    const progress = textProgress({ isTTY, write: (part) => (text += part) });
    progress.step(step);
    progress.step({ ...step, count: 10 });
    progress.say('done', 'all there');
    return text;
  };

  it('moves a bar on a terminal and says how long the rest takes', () => {
    const text = written(true);
    assert.match(text, /\[############------------\] 5\/10 w0, less than a minute left/);
    assert.match(text, /\[########################\] 10\/10 w0/);
  });

  it('prints a line a row elsewhere', () => {
    assert.equal(written(false), 'w0: from picture 5 of 10\nall there\n');
  });
});

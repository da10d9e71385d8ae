import assert from 'node:assert/strict';
import { jsonReport, textReport, type Report } from '../../../graph-server/cli/report.ts';
import type { Prompt } from '../../../ui/src/model/prompt.ts';

const PROMPT: Prompt = {
  '1': { class_type: 'Load', inputs: {}, _meta: { title: 'photo' } },
  '2': { class_type: 'Sample', inputs: {} },
};

/** What a run with one cached node tells. */
function tell(report: Report): void {
  report.message({ type: 'execution_cached', data: { nodes: ['1'] } });
  report.message({ type: 'executing', data: { node: '2' } });
  report.message({ type: 'executing', data: { node: '2' } });
  report.message({ type: 'progress', data: { node: '2', value: 1, max: 2 } });
  report.message({ type: 'executed', data: { node: '2', output: { text: ['CLIP-T 0.3', 7], images: [] } } });
  report.message({ type: 'progress_state', data: { nodes: { '2': { state: 'finished' } } } });
  report.message({ type: 'progress_state', data: { nodes: { '2': { state: 'finished' } } } });
  report.saved('/out/a.png', '2');
  report.ended('success');
}

describe('reports', () => {
  it('give a program one line an event, each node once', () => {
    const lines: string[] = [];
    tell(jsonReport(PROMPT, (line) => lines.push(line)));
    const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(
      events.map(({ event, node }) => [event, node]),
      [
        ['cached', '1'],
        ['executing', '2'],
        ['progress', '2'],
        ['told', '2'],
        ['executed', '2'],
        ['saved', '2'],
        ['success', undefined],
      ],
    );
    assert.equal(events[3]?.['text'], 'CLIP-T 0.3');
    assert.deepEqual(
      [events[0]?.['class_type'], events[0]?.['title'], events[1]?.['title']],
      ['Load', 'photo', 'Sample'],
    );
  });

  it('give a terminal a bar and a file plain lines', () => {
    const written = (isTTY: boolean) => {
      let text = '';
      const report = textReport(PROMPT, { isTTY, write: (part: string) => (text += part) });
      tell(report);
      report.ended('error', 'node 2: broken');
      return text;
    };
    assert.equal(
      written(false),
      'photo: as before\nSample: CLIP-T 0.3\nSample: done\n/out/a.png\nnode 2: broken\n',
    );
    assert.match(written(true), /\[############------------\] 1\/2/);
  });
});

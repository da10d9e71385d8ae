import assert from 'node:assert/strict';
import { detailedOutputs, outputItems, previewOutput } from '../../../graph-server/http/output-items.ts';
import { someJob } from '../../support/some-job.ts';

describe('outputItems', () => {
  const jobOf = (...uis: object[]) =>
    someJob({
      state: 'success',
      outputs: JSON.stringify(Object.fromEntries(uis.map((ui, at) => [at + 1, ui]))),
    });
  const previewOf = (...uis: object[]) => previewOutput(outputItems(jobOf(...uis)));
  const file = (filename: string, more: object = {}) => ({
    filename,
    subfolder: '',
    type: 'output',
    ...more,
  });

  it('are files under any key, texts and names of solids, and nothing else', () => {
    const job = jobOf(
      { images: [file('a.png'), null, 5], animated: [true], text: ['hello'], latents: [file('l.latent')] },
      { gifs: [file('v.mp4', { format: 'video/mp4' })], result: ['model.GLB', 'other'], flag: true },
    );
    assert.deepEqual(
      outputItems(job).map(({ nodeId, mediaType, isPreviewable }) => [nodeId, mediaType, isPreviewable]),
      [
        ['1', 'images', true],
        ['1', 'text', true],
        ['1', 'latents', false],
        ['2', 'gifs', true],
        ['2', '3d', true],
      ],
    );
  });

  it('give a saved file as the preview, else another file, else a text', () => {
    const [saved, temporary] = [file('o.png'), file('t.png', { type: 'temp' })];
    const ofNode = (nodeId: string, shown: object, mediaType = 'images') => ({ ...shown, nodeId, mediaType });
    assert.deepEqual(
      previewOf({ text: ['a'] }, { images: [temporary] }, { images: [saved] }),
      ofNode('3', saved),
    );
    assert.deepEqual(previewOf({ text: ['a'] }, { images: [temporary] }), ofNode('2', temporary));
    assert.deepEqual(previewOf({ text: ['a'] }), ofNode('1', { content: 'a' }, 'text'));
    assert.deepEqual(previewOf({ latents: [saved] }), undefined);
    assert.deepEqual(
      previewOf({ x: [file('a.fbx', { mediaType: 'shape' })] }),
      ofNode('1', file('a.fbx'), 'shape'),
    );
  });

  it('tell a long text in part', () => {
    const preview = previewOf({ text: ['x'.repeat(5000)] }) ?? {};
    assert.deepEqual([String(preview['content']).length, preview['truncated']], [1024, true]);
  });

  it('are told of one job without nulls, names of solids as files', () => {
    assert.deepEqual(detailedOutputs(jobOf({ text: ['a', null], mesh: ['b.obj'], animated: [true], n: 1 })), {
      '1': {
        text: ['a'],
        mesh: [{ filename: 'b.obj', type: 'output', subfolder: '', mediaType: '3d' }],
        animated: [true],
        n: 1,
      },
    });
  });
});

import assert from 'node:assert/strict';
import type { JsonObject } from '../../../ui/src/model/json.ts';
import { submissionText } from '../../../graph-server/ws/submission.ts';
import { OBJECT_INFO } from '../../support/object-info.ts';

describe('submissionText', () => {
  const executor = { objectInfo: () => Promise.resolve(OBJECT_INFO as never) };
  const textOf = (text: string) => submissionText(JSON.parse(text) as JsonObject, text, 'me', executor);
  const SAMPLER = '{"5":{"class_type":"Sampler","inputs":{"steps":3},"_meta":{"title":"Main"}}}';

  it('passes a prompt on to the digit', async () => {
    const prompt = '{"1":{"class_type":"A","inputs":{"a":5.0,"seed":18446744073709551615}}}';
    const text = await textOf(`{"prompt":${prompt},"front":true,"request":3}`);
    assert.equal(text, `{"client_id":"me","prompt":${prompt},"front":true}`);
  });

  it('sets values by the title of a node, read as what the input takes', async () => {
    const text = await textOf(`{"prompt":${SAMPLER},"values":{"Main.seed":"7","main.steps":9}}`);
    const { prompt } = JSON.parse(text) as { prompt: Record<string, { inputs: object }> };
    assert.deepEqual(prompt['5']?.inputs, { steps: 9, seed: 7 });
  });

  it('compiles a workflow and sends it along for the pictures', async () => {
    const workflow =
      '{"nodes":[{"id":1,"type":"LoadImage","widgets_values":["cat.png","image"]}],"links":[],"version":0.4}';
    const text = await textOf(`{"workflow":${workflow}}`);
    const { prompt, extra_data } = JSON.parse(text) as { prompt: JsonObject; extra_data: JsonObject };
    assert.ok('1' in prompt);
    assert.deepEqual(extra_data, { extra_pnginfo: { workflow: JSON.parse(workflow) as object } });
  });

  it('names the node, input or graph that does not fit', async () => {
    await assert.rejects(
      textOf(`{"prompt":${SAMPLER},"values":{"Other.seed":1}}`),
      /node Other: expected a node id/,
    );
    await assert.rejects(
      textOf(`{"prompt":${SAMPLER},"values":{"Main.seed":"x"}}`),
      /expected a number, got "x"/,
    );
    await assert.rejects(textOf('{"workflow":{"a":1}}'), /workflow: expected a workflow or an API prompt/);
  });
});

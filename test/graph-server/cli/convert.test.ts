import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { main } from '../../../graph-server/cli/main.ts';
import { captured } from '../../support/captured.ts';
import { StandInExecutor } from '../../support/stand-in-executor.ts';
import { exifWith, webpWith } from '../../support/exif.ts';
import { pngWith } from '../../support/png.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { testServer } from '../../support/test-server.ts';

describe('elite-graph convert', () => {
  const { url } = testServer(new StandInExecutor());
  const folder = temporaryFolder();
  const expected = { '3': { class_type: 'Echo', inputs: { text: 'hello' }, _meta: { title: 'Echo' } } };

  it('prints or writes the API prompt of a workflow', async () => {
    const [file, target] = [join(folder, 'w.json'), join(folder, 'p.json')];
    writeFileSync(
      file,
      '{"nodes":[{"id":3,"type":"Echo","widgets_values":["hello"]}],"links":[],"version":0.4}',
    );
    const { result, out } = await captured(() => main(['convert', file, '--server', url()]));
    assert.equal(result, 0);
    assert.deepEqual(JSON.parse(out), expected);
    assert.equal(await main(['convert', file, '--server', url(), '--out', target]), 0);
    assert.deepEqual(JSON.parse(readFileSync(target, 'utf8')), expected);
  });

  it('takes the workflow out of a picture as it is, without asking a server', async () => {
    const workflow = '{"nodes":[{"id":3,"type":"Echo","widgets_values":["hello",1.0]}],"links":[]}';
    const pictures = {
      'a.png': pngWith([['tEXt', `workflow\0${workflow}`]]),
      'a.webp': webpWith(exifWith([[0x010f, `workflow:${workflow}`]])),
    };
    for (const [name, bytes] of Object.entries(pictures)) {
      const file = join(folder, name);
      writeFileSync(file, bytes);
      const { result, out } = await captured(() => main(['convert', file, '--server', 'http://127.0.0.1:1']));
      assert.equal(result, 0);
      assert.deepEqual(JSON.parse(out), JSON.parse(workflow));
      const compiled = await captured(() => main(['convert', file, '--to', 'prompt', '--server', url()]));
      assert.deepEqual(JSON.parse(compiled.out), expected);
    }
  });

  it('lays an API prompt out as a workflow, or gives it back digit for digit', async () => {
    const file = join(folder, 'prompt.json');
    const prompt =
      '{"3":{"class_type":"Echo","inputs":{"text":"hello","cfg":5.0,"seed":18446744073709551615}}}';
    writeFileSync(file, prompt);
    const { out } = await captured(() => main(['convert', file, '--server', url()]));
    const saved = JSON.parse(out) as { version: number; nodes: { id: number; widgets_values: unknown }[] };
    assert.equal(saved.version, 0.4);
    assert.deepEqual([saved.nodes[0]?.id, saved.nodes[0]?.widgets_values], [3, ['hello']]);
    const same = await captured(() => main(['convert', file, '--to', 'prompt']));
    assert.equal(same.out.replace(/\s/g, ''), prompt);
    const { result } = await captured(() => main(['convert', file, '--to', 'x']));
    assert.equal(result, 2);
  });
});

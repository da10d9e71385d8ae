import assert from 'node:assert/strict';
import { EliteDrawer, ofSeveral, type Concept } from '../../../../graph-server/cli/evaluation/drawer.ts';
import type { Subject } from '../../../../method/evaluation/benchmark.ts';
import type { Drawing } from '../../../../method/evaluation/rows.ts';
import { pictureAt } from '../../../../method/image/layout.ts';
import { gaussianNoise } from '../../../../method/tensor/noise.ts';
import { filled, mapped, relativeL2, type Tensor } from '../../../../method/tensor/tensor.ts';
import { openedBundle } from '../../../support/opened-bundle.ts';

const subject: Subject = { id: 'x', category: 'cat', kind: 'k', photo: '', mask: '', references: [] };
const prompt = { id: 'p', kind: 'place', text: 'S* at sea', asks: {} };

describe('EliteDrawer', () => {
  const bundle = openedBundle();
  let drawer: EliteDrawer;
  let concept: Concept;
  before(async () => {
    drawer = new EliteDrawer(bundle(), {
      steps: 2,
      guidance: 5,
      sampler: 'lms',
      scheduler: 'normal',
      framing: 'subject',
    });
    const photo = mapped(gaussianNoise(1, [1, 32, 32, 3]), (v) => Math.min(1, Math.max(0, v / 4 + 0.5)));
    concept = await drawer.encode(photo, filled([1, 32, 32], 1));
  });
  const draw = (drawing: Drawing, seeds: readonly number[] = [3]) =>
    drawer.draw({ drawing, subject, prompt, concept, seeds });
  const pictures = async (drawing: Drawing): Promise<Tensor> => (await draw(drawing)).pictures;

  it('encodes a photograph as five words and its patches', () => {
    assert.deepEqual(
      [concept.words.dims, concept.patches.dims],
      [
        [1, 5, 24],
        [1, 16, 24],
      ],
    );
  });

  it('has the bits of the words alone when λ is 0, through the local branch', async () => {
    assert.deepEqual(
      (await pictures({ words: 'w0', lambda: 0 })).data,
      (await pictures({ words: 'w0' })).data,
    );
  });

  it('makes one subject of several photographs; copies of one act as one', async () => {
    const other = await drawer.encode(filled([1, 32, 32, 3], 0.3), filled([1, 32, 32], 1));
    assert.equal(ofSeveral([concept]), concept);
    const both = ofSeveral([concept, other]);
    assert.deepEqual([both.words.dims, both.patches.dims], [concept.words.dims, [1, 32, 24]]);
    const drawing: Drawing = { words: 'w0', lambda: 0.6 };
    const drawn = async (shown: Concept) =>
      (await drawer.draw({ drawing, subject, prompt, concept: shown, seeds: [3] })).pictures;
    const [one, copies, different] = [
      await drawn(concept),
      await drawn(ofSeveral([concept, concept])),
      await drawn(both),
    ];
    assert.ok(relativeL2(copies, one) < 1e-5);
    assert.ok(relativeL2(different, one) > 1e-4);
  });

  it('draws another picture for each row', async () => {
    const rows: Drawing[] = [
      { words: 'category' },
      { words: 'all' },
      { words: 'w0' },
      { words: 'w3' },
      { words: 'w0', lambda: 1 },
      { words: 'w0', lambda: 1, gate: 'open' },
    ];
    const drawn: string[] = [];
    for (const row of rows) drawn.push((await pictures(row)).data.slice(0, 64).join());
    assert.equal(new Set(drawn).size, rows.length);
  });

  it('draws each seed of a batch as it would alone', async () => {
    const both = await draw({ words: 'w0', lambda: 0.8 }, [3, 4]);
    const alone = await draw({ words: 'w0', lambda: 0.8 }, [4]);
    assert.ok(relativeL2(pictureAt(both.pictures, 1), alone.pictures) < 1e-4); // sums in another order
  });

  it('watches where the gate of each picture was open, which changes no picture', async () => {
    const request = {
      drawing: { words: 'w0', lambda: 0.8 } as const,
      subject,
      prompt,
      concept,
      seeds: [3, 4],
    };
    const watched = await drawer.draw({ ...request, watchesGate: true });
    const plain = await drawer.draw(request);
    assert.ok(relativeL2(watched.pictures, plain.pictures) < 1e-5);
    assert.equal(plain.gates, undefined);
    assert.deepEqual(
      watched.gates?.map(({ length }) => length),
      [64 ** 2, 64 ** 2],
    );
    const [first, second] = watched.gates ?? [];
    assert.ok(first && second && first.every((r) => r > 0 && r <= 1));
    assert.notDeepEqual(first, second);
  });

  it('says where the words stand, and nothing for text alone', async () => {
    assert.deepEqual((await draw({ words: 'w0' })).idx, [1]);
    assert.deepEqual((await draw({ words: 'category' })).idx, []);
  });

  it('refuses a nearest concept that nobody named', async () => {
    await assert.rejects(
      draw({ words: 'nearest' }),
      /^Error: subject x: expected a nearest training concept, got none$/,
    );
  });
});

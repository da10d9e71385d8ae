import assert from 'node:assert/strict';
import type { Module } from '../../../method/checkpoint/module.ts';
import { readTensor } from '../../../method/checkpoint/read-tensor.ts';
import { parseUnetConfig, type UnetConfig } from '../../../method/diffusion/unet-config.ts';
import { keysAndValues } from '../../../method/elite/context.ts';
import { eliteCrossAttention } from '../../../method/elite/cross-attention.ts';
import { Graph } from '../../../method/onnx/graph.ts';
import { Runtime } from '../../../method/runtime/runtime.ts';
import { gaussianNoise } from '../../../method/tensor/noise.ts';
import { filled, relativeL2, slice, tensor, type Tensor } from '../../../method/tensor/tensor.ts';
import { openFixture } from '../../support/fixtures.ts';

const LAYER = 'down_blocks.0.attentions.0.transformer_blocks.0.attn2';
const [HEADS, WIDTH, CONTEXT, ROWS, TOKENS, PATCHES] = [2, 16, 24, 10, 12, 16];
const WORD = 4;

describe('eliteCrossAttention', () => {
  const runtime = new Runtime();
  let config: UnetConfig;
  let unet: Module;
  let global: Module;
  let local: Module;
  const [x, text, patches] = [
    gaussianNoise(1, [2, ROWS, WIDTH]),
    gaussianNoise(2, [2, TOKENS, CONTEXT]),
    gaussianNoise(3, [2, PATCHES, CONTEXT]),
  ];
  const word = tensor(
    Array.from({ length: 2 * TOKENS }, (_, i) => Number(i % TOKENS === WORD)),
    [2, TOKENS, 1],
  );

  before(async () => {
    const { config: json, weights } = await openFixture('pipeline');
    config = parseUnetConfig((json as { unet: unknown }).unet, 'pipeline');
    [unet, global, local] = [weights.at('unet', LAYER), weights.at('global'), weights.at('local')];
  });
  after(() => runtime.dispose());

  /** The layer as a graph of its own. Out: `out` [B, N, width], and `gate_r` [B, H, N, 1] for each reference. */
  const run = async (
    references: number,
    lambda: number,
    gate: 'attention' | 'open' = 'attention',
  ): Promise<Readonly<Record<string, Tensor>>> => {
    const graph = new Graph('attention');
    const input = graph.input('x', ['batch', ROWS, WIDTH]);
    const context = graph.input('text', ['batch', TOKENS, CONTEXT]);
    const all = Array.from({ length: references }, (_, r) => ({
      ...(gate === 'open' ? {} : { word: graph.input(`word_${r}`, ['batch', TOKENS, 1]) }),
      patches: keysAndValues(config, local, graph.input(`patches_${r}`, ['batch', PATCHES, CONTEXT])),
      lambda: () => graph.floats([lambda], [1]),
    }));
    const onGate = (layer: number, r: number, map: Parameters<Graph['output']>[1]): void => {
      assert.equal(layer, 0);
      graph.output(`gate_${r}`, map);
    };
    const watched = graph.input('watched', ['batch', TOKENS, 1]);
    const onWatched = (_: number, maps: Parameters<Graph['output']>[1]): void => {
      graph.output('acted', maps);
    };
    const attend = eliteCrossAttention({
      text: keysAndValues(config, global, context),
      layers: [0],
      references: all,
      onGate,
      watched,
      onWatched,
    });
    graph.output('out', attend(unet, input, { width: WIDTH, contextWidth: CONTEXT, heads: HEADS }));
    const session = await runtime.session(`attention ${references} ${lambda} ${gate}`, () => graph.model());
    const feeds = Object.fromEntries(
      all.flatMap((_, r) => [
        ...(gate === 'open' ? [] : [[`word_${r}`, word] as const]),
        [`patches_${r}`, patches],
      ]),
    ) as Record<string, Tensor>;
    return session.run({ x, text, watched: word, ...feeds });
  };

  it('is Eqn. 6 as written down in loops', async () => {
    const { out } = await run(1, 0.8);
    const expected = await equation(0.8);
    assert.ok(relativeL2(out ?? filled(expected.dims, NaN), expected) < 1e-5); // fp32, sums in another order
  });

  it('is Eqn. 6 with r = 1 everywhere when its gate is open', async () => {
    const { out } = await run(1, 0.8, 'open');
    const expected = await equation(0.8, 'open');
    assert.ok(relativeL2(out ?? filled(expected.dims, NaN), expected) < 1e-5); // fp32, sums in another order
  });

  it('gates by the attention of the word: at most 1, and 1 somewhere in each sample', async () => {
    const { gate_0: gate = filled([2, 1], NaN) } = await run(1, 0.8);
    assert.deepEqual(gate.dims, [2, HEADS, ROWS, 1]);
    for (const sample of [slice(gate, 0, 0, 1), slice(gate, 0, 1, 2)]) {
      assert.equal(Math.max(...sample.data), 1);
      assert.ok(Math.min(...sample.data) > 0);
    }
  });

  it('tells where a watched word acts: the mean of its gate over the heads', async () => {
    const { gate_0: gate = filled([2, 1], NaN), acted = filled([2, 1], NaN) } = await run(1, 0.8);
    assert.deepEqual(acted.dims, [2, ROWS, 1]);
    const means = acted.data.map((_, at) => {
      const [b, n] = [Math.floor(at / ROWS), at % ROWS];
      const heads = Array.from({ length: HEADS }, (_h, h) => gate.data[(b * HEADS + h) * ROWS + n] ?? NaN);
      return heads.reduce((sum, value) => sum + value, 0) / HEADS;
    });
    assert.ok(relativeL2(acted, tensor(means, acted.dims)) < 1e-6); // fp32
    assert.ok((await run(0, 1))['acted']); // without a reference too
  });

  it('adds up its references', async () => {
    const [none, one, two] = [await run(0, 1), await run(1, 1), await run(2, 1)];
    const delta = (a: typeof one, b: typeof one): Float32Array =>
      (a['out'] ?? x).data.map((v, i) => v - ((b['out'] ?? x).data[i] ?? 0));
    const [single, double] = [delta(one, none), delta(two, none)];
    assert.ok(
      relativeL2(
        tensor(double, [double.length]),
        tensor(
          single.map((v) => 2 * v),
          [single.length],
        ),
      ) < 1e-4,
    );
  });

  /** out = W_O·(softmax(QKᵍᵀ/√d)·Vᵍ + λ·r ⊙ softmax(QKˡᵀ/√d)·Vˡ), one number after the other. */
  async function equation(lambda: number, mode: 'attention' | 'open' = 'attention'): Promise<Tensor> {
    const name = LAYER.replaceAll('.', '_');
    const matrix = async (m: Module, key: string): Promise<Tensor> =>
      readTensor(m.tensor(`${key}.weight`, [-1, -1]));
    const [q, o] = [await matrix(unet, 'to_q'), await matrix(unet, 'to_out.0')];
    const bias = await readTensor(unet.tensor('to_out.0.bias', [WIDTH]));
    const [kg, vg] = [await matrix(global, `${name}_to_k`), await matrix(global, `${name}_to_v`)];
    const [kl, vl] = [await matrix(local, `${name}_to_k`), await matrix(local, `${name}_to_v`)];
    const out: number[] = [];
    for (let b = 0; b < 2; b += 1) {
      const of = (t: Tensor): Tensor => slice(t, 0, b, b + 1);
      const query = projected(of(x), q);
      const heads = Array.from({ length: HEADS }, (_, h) => ({
        words: softmax(query, projected(of(text), kg), h),
        patches: softmax(query, projected(of(patches), kl), h),
      }));
      const highest = Math.max(...heads.flatMap(({ words }) => words.map((row) => row[WORD] ?? 0)));
      const [values, localValues] = [projected(of(text), vg), projected(of(patches), vl)];
      for (let n = 0; n < ROWS; n += 1) {
        const merged = heads.flatMap(({ words, patches: toPatches }, h) =>
          Array.from({ length: WIDTH / HEADS }, (_, i) => {
            const c = (h * WIDTH) / HEADS + i;
            const sum = (attention: readonly number[], v: readonly (readonly number[])[]): number =>
              attention.reduce((total, a, j) => total + a * (v[j]?.[c] ?? 0), 0);
            const gate = mode === 'open' ? 1 : (words[n]?.[WORD] ?? 0) / highest;
            return sum(words[n] ?? [], values) + lambda * gate * sum(toPatches[n] ?? [], localValues);
          }),
        );
        for (let c = 0; c < WIDTH; c += 1)
          out.push(
            merged.reduce((total, v, j) => total + v * (o.data[c * WIDTH + j] ?? 0), bias.data[c] ?? 0),
          );
      }
    }
    return tensor(out, [2, ROWS, WIDTH]);
  }
});

/** Rows of x·Wᵀ. @param x [1, N, from] @param weight [to, from] */
function projected(x: Tensor, weight: Tensor): number[][] {
  const [, rows = 0, from = 0] = x.dims;
  const [to = 0] = weight.dims;
  return Array.from({ length: rows }, (_, n) =>
    Array.from({ length: to }, (__, c) => {
      let sum = 0;
      for (let i = 0; i < from; i += 1) sum += (x.data[n * from + i] ?? 0) * (weight.data[c * from + i] ?? 0);
      return sum;
    }),
  );
}

/** softmax(QKᵀ/√d) of one head. */
function softmax(query: readonly number[][], keys: readonly number[][], head: number): number[][] {
  const d = WIDTH / HEADS;
  return query.map((row) => {
    const logits = keys.map((key) => {
      let dot = 0;
      for (let i = head * d; i < (head + 1) * d; i += 1) dot += (row[i] ?? 0) * (key[i] ?? 0);
      return dot / Math.sqrt(d);
    });
    const exponents = logits.map(Math.exp);
    const sum = exponents.reduce((a, b) => a + b, 0);
    return exponents.map((e) => e / sum);
  });
}

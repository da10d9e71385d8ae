import assert from 'node:assert/strict';
import { fromBinary } from '@bufbuild/protobuf';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { ModelProtoSchema } from 'onnx-buf';
import { InferenceSession } from 'onnxruntime-node';
import { Audit } from '../../../method/checkpoint/audit.ts';
import type { TensorLocation } from '../../../method/checkpoint/checkpoint.ts';
import { Module } from '../../../method/checkpoint/module.ts';
import { parseClipTextConfig, parseClipVisionConfig } from '../../../method/clip/config.ts';
import { clipTextGraph } from '../../../method/clip/text.ts';
import { clipVisionGraph } from '../../../method/clip/vision.ts';
import { parseUnetConfig } from '../../../method/diffusion/unet-config.ts';
import { parseVaeConfig, vaeDecoderGraph } from '../../../method/diffusion/vae.ts';
import { globalMapperGraph, localMapperGraph } from '../../../method/elite/mappers.ts';
import { contextGraph } from '../../../method/elite/context.ts';
import { eliteUnetGraph } from '../../../method/elite/unet-graph.ts';
import type { OnnxModel } from '../../../method/onnx/model.ts';
import { dialectOf } from '../../../method/runtime/dialects.ts';
import type { ExecutionProvider } from '../../../method/runtime/execution-provider.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** Stable Diffusion 1.4, whose sizes are the defaults but for the context. */
const UNET = parseUnetConfig({ cross_attention_dim: 768, attention_head_dim: 8 }, 'unet');
const VAE = parseVaeConfig({ block_out_channels: [128, 256, 512, 512], layers_per_block: 2 }, 'vae');
const DIMS = { height: 64, width: 64, tokens: 77, patches: 256, references: 1 };

/** Larger than any one tensor of the networks. */
const FILE_BYTES = 2 ** 27;

/** How often each operator stands in a graph. */
function operators(model: OnnxModel): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { opType } of fromBinary(ModelProtoSchema, model.bytes).graph?.node ?? [])
    counts[opType] = (counts[opType] ?? 0) + 1;
  return counts;
}

describe('dialects, for networks of the true size', () => {
  const folder = temporaryFolder();

  /** Keys that are made up where they are asked for: of zeros, which take no room. */
  const madeUp = (): Module => {
    const file = join(folder, 'zeros.bin');
    const descriptor = openSync(file, 'w');
    ftruncateSync(descriptor, FILE_BYTES);
    closeSync(descriptor);
    const bias: TensorLocation = { file, offset: 0, length: 4, dtype: 'F32', dims: [] };
    const hasBias = (key: string): boolean => key.endsWith('.bias') && !/to_[qkv]/.test(key);
    const get = (key: string): TensorLocation | undefined => (hasBias(key) ? bias : undefined);
    const checkpoint = {
      files: [file],
      keys: ['mid_block.attentions.0.to_q'],
      metadata: new Map<string, string>(),
      get,
    };
    return new Module(checkpoint, '', new Audit());
  };

  const unet = (provider: ExecutionProvider): OnnxModel => {
    const m = madeUp();
    return eliteUnetGraph(UNET, { unet: m, global: m, local: m }, DIMS, dialectOf(provider));
  };
  const decoder = (provider: ExecutionProvider): OnnxModel =>
    vaeDecoderGraph(VAE, madeUp(), dialectOf(provider));

  const portable = { unet: operators(unet('cpu')), decoder: operators(decoder('cpu')) };
  const of = (counts: Record<string, number>, ...names: string[]): (number | undefined)[] =>
    names.map((name) => counts[name]);

  it('of cuda has a fused operator for every convolution, norm and gate', () => {
    const fused = operators(unet('cuda'));
    const norms = portable.unet['InstanceNormalization'] ?? 0;
    const residuals = 22; // 8 on the way down, 2 in the middle, 12 on the way up: one norm of each is told the time
    assert.deepEqual(of(fused, 'NhwcConv', 'GroupNorm', 'SkipGroupNorm', 'BiasSplitGelu'), [
      portable.unet['Conv'],
      norms - residuals,
      residuals,
      16,
    ]);
    assert.deepEqual(of(fused, 'Conv', 'InstanceNormalization', 'Gelu'), [undefined, undefined, undefined]);
    assert.deepEqual(of(fused, 'MultiHeadAttention'), of(portable.unet, 'MultiHeadAttention'));
    const vae = operators(decoder('cuda'));
    assert.deepEqual(of(vae, 'NhwcConv', 'GroupNorm'), of(portable.decoder, 'Conv', 'InstanceNormalization'));
  });

  it('of dml has fused norms of the usual layout', () => {
    const fused = operators(unet('dml'));
    assert.deepEqual(of(fused, 'GroupNorm', 'Conv'), of(portable.unet, 'InstanceNormalization', 'Conv'));
    assert.deepEqual(of(fused, 'NhwcConv', 'SkipGroupNorm', 'BiasSplitGelu'), Array(3).fill(undefined));
  });

  it("of coreml has none of Microsoft's operators", () => {
    const dialect = dialectOf('coreml');
    const m = madeUp();
    const sizes = { width: 64, hidden: 64, words: 64, patches: 4 };
    for (const { bytes } of [
      unet('coreml'),
      decoder('coreml'),
      clipTextGraph(parseClipTextConfig({}, 'text'), m, dialect),
      clipVisionGraph(parseClipVisionConfig({}, 'vision'), m, [12], dialect),
      globalMapperGraph(sizes, m, dialect),
      localMapperGraph(sizes, m, dialect),
    ]) {
      const { graph } = fromBinary(ModelProtoSchema, bytes);
      assert.deepEqual([...new Set(graph?.node.map(({ domain }) => domain))], ['']);
    }
  });

  it('of the processor needs no optimizer: products, SiLU and gates are whole operators, no weight is transposed', () => {
    const { graph } = fromBinary(ModelProtoSchema, unet('cpu').bytes);
    const weights = new Set(graph?.initializer.map(({ name }) => name));
    const transposed = graph?.node.filter((n) => n.opType === 'Transpose' && weights.has(n.input[0] ?? ''));
    assert.deepEqual(transposed, []);
    assert.deepEqual(of(portable.unet, 'Sigmoid'), [undefined]);
    assert.ok((portable.unet['QuickGelu'] ?? 0) >= 22 * 2);
    // In each of 16 transformer layers 9 products: q, k, v and out, q, q·kᵀ and out, and the gate's two; and those of the time.
    assert.equal(portable.unet['FusedMatMul'], 16 * 9 + 2 + 22);
    const m = madeUp();
    const context = operators(contextGraph(UNET, { global: m, local: m }, DIMS, dialectOf('cpu')));
    assert.deepEqual(of(context, 'FusedMatMul', 'MatMul', 'Gemm'), [16 * 4, undefined, undefined]);
    for (const provider of ['cuda', 'dml', 'webgpu'] as const)
      assert.deepEqual(of(operators(unet(provider)), 'FusedMatMul', 'QuickGelu'), [undefined, undefined]);
  });

  for (const provider of ['cuda', 'dml'] as const)
    for (const [name, build] of [
      ['unet', unet],
      ['decoder', decoder],
    ] as const)
      it(`${name} of ${provider} has the opset, and types that its operators take`, async () => {
        const model = build(provider);
        const { opsetImport, irVersion } = fromBinary(ModelProtoSchema, model.bytes);
        assert.deepEqual(
          opsetImport.map(({ domain, version }) => [domain, version]),
          [
            ['', 20n],
            ['com.microsoft', 1n],
          ],
        );
        assert.equal(irVersion, 9n);
        // The runtime resolves all types before it looks for kernels: the one thing that it may lack is those.
        const loading = InferenceSession.create(model.bytes, {
          graphOptimizationLevel: 'disabled',
          logSeverityLevel: 4,
          extra: { session: { model_external_initializers_file_folder_path: model.folder } },
        });
        await assert.rejects(
          loading,
          /(an implementation|kernel) for (com\.microsoft\.)?(NhwcConv|(Skip)?GroupNorm|BiasSplitGelu)\(1\)/,
        );
      });
});

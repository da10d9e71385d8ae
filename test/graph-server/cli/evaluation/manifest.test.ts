import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import {
  identityOf,
  judgeHashes,
  manifestSubjects,
  modelHashes,
  photoHashes,
  protocolAndEnvironment,
  readManifest,
  type Manifest,
} from '../../../../graph-server/cli/evaluation/manifest.ts';
import { BundleFolder } from '../../../../method/diffusion/bundle-folder.ts';
import { writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const NANO = join(import.meta.dirname, '../../../../models/elite-nano');

describe('the manifest of a run', () => {
  const parent = temporaryFolder();

  const manifest = async (): Promise<Manifest> => ({
    ...(await protocolAndEnvironment(3)),
    run: 'r',
    dataSet: { name: 'Small', version: 1, hash: 'abc' },
    bundle: 'nano',
    models: { unet: 'ff' },
    settings: { steps: 3 },
    arguments: {},
    presets: { clip_t: 'tiny-clip' },
    missing: {},
    leftOut: {},
    subjects: [],
    started: 'now',
  });

  it('is read as it was written', async () => {
    const written = await manifest();
    writeFileSync(join(parent, 'manifest.json'), JSON.stringify(written));
    assert.deepEqual(await readManifest(parent), written);
    writeFileSync(join(parent, 'manifest.json'), JSON.stringify({ ...written, run: 5 }));
    await assert.rejects(readManifest(parent), /manifest\.json, run: expected string, got 5$/);
    await assert.rejects(readManifest(join(parent, 'none')), /expected the folder of a run/);
  });

  it('makes runs comparable by models, data, settings and presets, not by the computer', async () => {
    const identity = identityOf(await manifest());
    assert.deepEqual(Object.keys(identity), [
      'protocol',
      'data set',
      'model unet',
      'setting steps',
      'preset of clip_t',
    ]);
  });

  it('has the hash of each network, as bundle.json lists it', async () => {
    const bundle = await BundleFolder.open(NANO);
    const hashes = await modelHashes(bundle);
    const files = bundle.manifest['files'] as { path: string; sha256: string }[];
    const unet = files.find(({ path }) => path === 'unet/diffusion_pytorch_model.safetensors');
    assert.equal(hashes['unet'], unet?.sha256);
    assert.deepEqual(Object.keys(hashes).length, 7);
  });

  it('has the hash of published judges in use', async () => {
    mkdirSync(join(parent, 'evaluators', 'dino-vits16'), { recursive: true });
    writeFileSync(join(parent, 'evaluators', 'dino-vits16', 'pytorch_model.bin'), 'weights');
    writeFileSync(join(parent, 'evaluators', 'dino-vits16', 'config.json'), '{}');
    const hashes = await judgeHashes([join(parent, 'none'), parent], ['dino']);
    assert.deepEqual(Object.keys(hashes), ['judge dino-vits16']);
    assert.match(hashes['judge dino-vits16'] ?? '', /^[0-9a-f]{64}$/);
    assert.deepEqual(await judgeHashes([parent], ['clip']), {});
  });

  it('has hashes, category and scored texts of each subject', async () => {
    const data = await openDataFolder(writeSmallBenchmark(parent));
    const photos = await photoHashes(data, data.subjects, 1);
    const [wolf] = manifestSubjects(data, data.subjects, photos) as {
      photo: string;
      category: string;
      prompts: { scored: string }[];
    }[];
    assert.match(wolf?.photo ?? '', /^[0-9a-f]{64}$/);
    const both = [{ photo: 'violin.png', mask: 'violin-mask.png' }];
    const subjects = data.subjects.slice(0, 1).map((subject) => ({ ...subject, more: both }));
    const several = await photoHashes(data, subjects, 2);
    const [own, , ...others] = several.get('wolf')?.split(' ') ?? [];
    assert.deepEqual([own, others.length], [wolf?.photo, 2]);
    const [shown] = manifestSubjects(data, subjects, several) as { more?: string[] }[];
    assert.deepEqual([shown?.more, Object.keys(wolf ?? {}).includes('more')], [others, false]);
    assert.deepEqual([wolf?.category, wolf?.prompts[1]?.scored], ['animal', 'a red animal']);
  });
});

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDataFolder, type DataFolder } from '../../../../graph-server/cli/evaluation/data-folder.ts';
import { JudgeScorer } from '../../../../graph-server/cli/evaluation/judge-scorer.ts';
import type { ScoredGroup } from '../../../../graph-server/cli/evaluation/scorer.ts';
import type { Judge, Judges, LabelJudge } from '../../../../method/evaluation/judge.ts';
import { decodePicture } from '../../../../method/image/decode.ts';
import { concatenate, filled, tensor, type Tensor } from '../../../../method/tensor/tensor.ts';
import { smallSubjects, writeSmallBenchmark } from '../../../support/small-benchmark.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

/** Sees the mean brightness of a picture as an angle: black is 0, white a right angle. */
const angles = (images: Tensor): Tensor => {
  const [batch = 0] = images.dims;
  const size = images.data.length / batch;
  const rows = Array.from({ length: batch }, (_, b) => {
    const sum = images.data.subarray(b * size, (b + 1) * size).reduce((total, v) => total + v, 0);
    const angle = (sum / size) * (Math.PI / 2);
    return [Math.cos(angle), Math.sin(angle)];
  });
  return tensor(rows.flat(), [batch, 2]);
};

const judge = (id: Judge['id']): Judge => ({ id, pictures: (images) => Promise.resolve(angles(images)) });
/** Every text is black. */
const textJudge: Judge = { ...judge('tiny-clip'), texts: () => Promise.resolve(tensor([1, 0], [1, 2])) };
/** Finds `none` in every picture, and behind it the class that brightness picks. */
const labelJudge: LabelJudge = {
  id: 'tiny-label',
  names: { place: ['jungle', 'snow', 'beach', 'plain red'], colour: ['red', 'none'] },
  labels: (images) => {
    const bright = [...angles(images).data].filter((_, i) => i % 2 === 1);
    const place = bright.flatMap((b) => [0, 0, b > 0.5 ? 2 : -1, 9]);
    return Promise.resolve({
      place: tensor(place, [bright.length, 4]),
      colour: tensor(
        bright.flatMap(() => [1, 5]),
        [bright.length, 2],
      ),
    });
  },
};

const whole: Judges = {
  text: textJudge,
  picture: judge('dino-s16/eval'),
  identity: judge('tiny-id'),
  labels: labelJudge,
  missing: {},
};

describe('JudgeScorer', () => {
  const parent = temporaryFolder();
  let data: DataFolder;
  let scorer: JudgeScorer;
  before(async () => {
    writeSmallBenchmark(parent);
    writeGallery(join(parent, 'small', 'gallery.safetensors'), [
      [0, 1], // the wolf is white
      [1, 0],
    ]);
    data = await openDataFolder(
      writeSmallBenchmark(parent, { ...smallSubjects(), gallery: 'gallery.safetensors' }),
    );
    scorer = await JudgeScorer.open(whole, data, 'weights');
  });
  const group = (prompt = 0, more: Partial<ScoredGroup> = {}): ScoredGroup => {
    const [subject, asked] = [data.subjects[0], data.prompts[prompt]];
    if (!subject || !asked) throw new Error('the small benchmark: expected two prompts, got fewer');
    return { subject, prompt: asked, scoredText: 'a animal', copies: false, ...more };
  };
  const [black, white] = [filled([1, 64, 64, 3], 0), filled([1, 64, 64, 3], 1)];

  it('measures the text, the references and the gallery', async () => {
    const [dark, bright] = await scorer.score(concatenate([black, white], 0), group());
    assert.ok(Math.abs((dark?.values.clip_t ?? 0) - 1) < 1e-6);
    assert.ok(Math.abs(bright?.values.clip_t ?? 1) < 1e-6);
    assert.deepEqual([dark?.values.r1, bright?.values.r1], [0, 1]);
    const { clip_i_mean: mean, clip_i_max: most, dino_i_mean: dino } = bright?.values ?? {};
    assert.equal(mean, most); // one reference
    assert.equal(mean, dino);
    assert.ok((mean ?? 0) > 0.1 && (mean ?? 1) < 1);
  });

  it('counts a hit where the asked class is the best of those that count', async () => {
    const pictures = concatenate([black, white], 0);
    const [dark, bright] = await scorer.score(pictures, group(0));
    assert.deepEqual([dark?.hits, bright?.hits], [{ place: false }, { place: true }]);
    assert.deepEqual([dark?.values.attributes, bright?.values.attributes], [0, 1]);
    assert.deepEqual((await scorer.score(black, group(1)))[0]?.hits, { colour: true }); // none does not count
  });

  it('looks at true renders, but a true render not at itself', async () => {
    const [one] = await scorer.score(white, group(0));
    const [own] = await scorer.score(white, group(0, { withoutTruth: [0] }));
    assert.ok(one?.values.truth_similarity !== undefined && own?.values.truth_similarity !== undefined);
    assert.notEqual(one.values.truth_similarity, own.values.truth_similarity);
    assert.equal((await scorer.score(white, group(1)))[0]?.values.truth_similarity, undefined);
  });

  it('leaves out the reference that a real picture is', async () => {
    const [found] = await scorer.score(white, group(0, { withoutReference: 0, scoredText: '' }));
    assert.deepEqual(
      [found?.values.clip_i_mean, found?.values.clip_t, found?.values.paste],
      [undefined, undefined, undefined],
    );
  });

  it('looks for copies, which the photograph itself is', async () => {
    const { image } = await decodePicture(readFileSync(join(data.path, 'wolf.png')), 'wolf.png');
    const [found] = await scorer.score(image, group(0, { copies: true }));
    assert.ok((found?.values.paste ?? 0) > 0.999);
    assert.ok((found?.values.object_copy ?? 0) > 0.9);
    assert.equal(found?.values.aligned_ncc, found?.values.object_copy);
    assert.equal((await scorer.score(image, group()))[0]?.values.paste, undefined);
    assert.equal(found?.values.gate_iou, undefined);
  });

  it('compares the gate with where the subject was found', async () => {
    const { image } = await decodePicture(readFileSync(join(data.path, 'wolf.png')), 'wolf.png');
    const open = new Float32Array(64 ** 2).fill(1);
    const closed = new Float32Array(64 ** 2).fill(0.1);
    const pictures = concatenate([image, image], 0);
    const found = await scorer.score(pictures, group(0, { copies: true, gates: [open, closed] }));
    const [wide, none] = found.map(({ values }) => values.gate_iou ?? -1);
    assert.ok(wide !== undefined && wide > 0.05 && wide < 1, `everywhere ${wide}`);
    assert.equal(none, 0);
  });

  it('names the preset of each metric, and says why one is empty', async () => {
    assert.deepEqual([scorer.presets.clip_t, scorer.presets.r1], ['tiny-clip', 'tiny-id']);
    const blind: Judges = { missing: { text: 'no weights of CLIP', picture: 'no weights: put them there' } };
    const none = await JudgeScorer.open(blind, { ...data, gallery: '' }, 'weights').catch(() => undefined);
    assert.equal(none, undefined); // a gallery that is not there is refused
    const bare = await JudgeScorer.open(blind, await openDataFolder(writeSmallBenchmark(parent)), 'weights');
    assert.equal(bare.missing.clip_t, 'no weights of CLIP');
    assert.equal(bare.missing.dino_i_mean, 'no weights: put them there');
    assert.deepEqual(await bare.score(white, group()), [{ values: {}, hits: {} }]);
    assert.notEqual(bare.key, scorer.key);
  });
});

/** A safetensors file with one tensor `own`. */
function writeGallery(path: string, rows: readonly (readonly number[])[]): void {
  const data = Buffer.from(Float32Array.from(rows.flat()).buffer);
  const entry = { dtype: 'F32', shape: [rows.length, rows[0]?.length ?? 0], data_offsets: [0, data.length] };
  const header = Buffer.from(JSON.stringify({ own: entry }));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  writeFileSync(path, Buffer.concat([length, header, data]));
}

import { bundleOf, published, type Place } from '../sides/published.ts';
import { networkCases, type InputSizes } from './cases.ts';
import { prove, type ProofRow } from './prove.ts';
import { Sides } from './sides.ts';

/** Forms whose weights are the folder's: what is computed is the same to the last bit. */
const SINGLE_FILES = ['single file, .safetensors', 'single file, .ckpt'];
const TITLES = ['UNet, words and patches', 'VAE decoder'];

/** The other published layouts: the same numbers from other files, and half precision beside PyTorch's reading of it. */
export async function proveLayouts(place: Place, sizes: InputSizes): Promise<ProofRow[]> {
  const small = { ...sizes, latents: sizes.latents / 2 }; // the bytes are what is looked at
  const cases = networkCases(small).filter(({ title }) => TITLES.includes(title));
  const open = (dtype: 'fp32' | 'fp16', form?: string): Sides => {
    const files = published(place, { dtype, ...(form === undefined ? {} : { form }) });
    return new Sides(bundleOf(place, files), files, place.tiny);
  };
  const [folder, half] = [open('fp32'), open('fp16')];
  // A single file names no sizes: those of Stable Diffusion 1.x are assumed, which small networks do not have.
  const others = place.tiny ? [] : SINGLE_FILES.map((form) => [form, open('fp32', form)] as const);
  const rows: ProofRow[] = [];
  for (const proofCase of cases) {
    const { title } = proofCase;
    const expected = await folder.during('ours', async (side) => (await side.run(proofCase)).outputs);
    for (const [form, sides] of others)
      rows.push({ ...(await prove(proofCase, sides, expected)), title: `${title}, ${form}`, limit: 0 });
    rows.push({ ...(await prove(proofCase, half)), title: `${title}, fp16 files` });
  }
  for (const sides of [folder, half, ...others.map(([, own]) => own)]) await sides.close();
  return rows;
}

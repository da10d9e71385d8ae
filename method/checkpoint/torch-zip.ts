import { open, type FileHandle } from 'node:fs/promises';
import { CheckpointError, type Checkpoint } from './checkpoint.ts';
import { unpickle } from './pickle.ts';
import { tensorsOf } from './torch-tensors.ts';
import { zipEntries, type ZipEntry } from './zip.ts';

const PICKLE_LIMIT = 64 * 2 ** 20;

/**
 * Opens what `torch.save` writes since PyTorch 1.6: a zip of one pickle and raw storages. Tensors are located, not copied;
 * nested dictionaries become dotted keys, and a lone `state_dict` around everything is taken off.
 * @throws CheckpointError for a foreign global, a view that is not contiguous, sizes that do not agree, or a damaged file
 */
export async function openTorchZip(path: string): Promise<Checkpoint> {
  const file = await open(path);
  try {
    const entries = await zipEntries(file, path);
    const pickle = entries.find((e) => e.name.endsWith('/data.pkl'));
    if (pickle === undefined)
      throw new CheckpointError(`${path}: expected a zip written by torch.save, it has no data.pkl`);
    if (entries.some((e) => e.name.includes('/code/'))) {
      throw new CheckpointError(
        `${path}: expected weights only, got TorchScript (it contains code: save the state dict)`,
      );
    }
    const root = pickle.name.slice(0, -'data.pkl'.length);
    const order = entries.find((e) => e.name === `${root}byteorder`);
    if (order && (await bytesOf(file, order)).toString('latin1').trim() !== 'little') {
      throw new CheckpointError(`${path}: expected little-endian numbers, got big-endian ones`);
    }
    const value = unpickle(await bytesOf(file, pickle), path);
    const storages = new Map(
      entries
        .filter((e) => e.name.startsWith(`${root}data/`))
        .map((e) => [e.name.slice(`${root}data/`.length), e]),
    );
    return tensorsOf(value, path, storages);
  } finally {
    await file.close();
  }
}

async function bytesOf(file: FileHandle, entry: ZipEntry): Promise<Buffer> {
  if (entry.length > PICKLE_LIMIT)
    throw new CheckpointError(`${entry.name}: expected at most ${PICKLE_LIMIT} bytes, got ${entry.length}`);
  const bytes = Buffer.alloc(entry.length);
  await file.read(bytes, 0, entry.length, entry.offset);
  return bytes;
}

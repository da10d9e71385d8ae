import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Audit, AuditError } from '../checkpoint/audit.ts';
import { CheckpointError } from '../checkpoint/checkpoint.ts';
import { fileHash } from '../checkpoint/file-hash.ts';
import { ldmParts } from '../checkpoint/ldm.ts';
import { Module } from '../checkpoint/module.ts';
import { openCheckpoint } from '../checkpoint/open-checkpoint.ts';
import { clipTextGraph } from '../clip/text.ts';
import { BundleFolder } from '../diffusion/bundle-folder.ts';
import { plainUnetGraph } from '../diffusion/diffusion-model.ts';
import { refuseOtherFamily } from '../diffusion/family.ts';
import { STABLE_DIFFUSION_1 } from '../diffusion/stable-diffusion.ts';
import { vaeDecoderGraph, vaeEncoderGraph } from '../diffusion/vae.ts';
import { checkBundle } from './check-bundle.ts';

/** What was found of one file. */
interface FileVerdict {
  /** Relative to the bundle. */
  readonly path: string;
  readonly bytes: number;
  /** Of the file as it is now; empty when it was not computed. */
  readonly sha256: string;
  /** What bundle.json says it is; empty where it says nothing. */
  readonly listed: string;
  /** `ok`, or the sentence that says what is wrong. */
  readonly verdict: string;
}

/** What was found of a bundle or of a single file of weights. */
export interface ModelVerdict {
  readonly name: string;
  readonly isSound: boolean;
  /** `ok`, or the first thing that is wrong. */
  readonly verdict: string;
  readonly files: readonly FileVerdict[];
  /** One sentence for each key that a network misses or finds in another shape. */
  readonly missing: readonly string[];
  /** Keys that no network asks for, by the file or the part that has them. */
  readonly unknown: Readonly<Record<string, readonly string[]>>;
}

/** How thorough a check is. */
export interface Thoroughness {
  /** Whether every byte is read, for the hashes. */
  readonly hash: boolean;
}

const OK = 'ok';

/** Checks a bundle's files against bundle.json, and every key and shape against its networks; it never throws for what is wrong. */
export async function verifyBundle(
  name: string,
  path: string,
  { hash }: Thoroughness,
): Promise<ModelVerdict> {
  const files: FileVerdict[] = [];
  const verdict = (sentence: string, keys: Keys): ModelVerdict => {
    const first = files.find((file) => file.verdict !== OK)?.verdict ?? sentence;
    return { name, isSound: first === OK, verdict: first, files, ...keys };
  };
  try {
    const bundle = await BundleFolder.open(path);
    for (const file of bundle.listed.keys()) files.push(await verifyFile(bundle, file, hash));
    return verdict(OK, { missing: [], unknown: Object.fromEntries(await checkBundle(bundle)) });
  } catch (error) {
    return verdict(sentenceOf(error), keysOf(error));
  }
}

type Keys = Pick<ModelVerdict, 'missing' | 'unknown'>;

/** The keys that an error is about; its message begins with the file and the part that have them. */
function keysOf(error: unknown): Keys {
  if (!(error instanceof AuditError)) return { missing: [], unknown: {} };
  const where = error.message.slice(0, error.message.indexOf(`: ${error.faults[0] ?? ''}`));
  return { missing: error.faults, unknown: error.unused.length > 0 ? { [where]: error.unused } : {} };
}

async function verifyFile(bundle: BundleFolder, path: string, hash: boolean): Promise<FileVerdict> {
  const listed = bundle.listed.get(path)?.sha256 ?? '';
  try {
    const file = await bundle.fileInside(path, 'files');
    const { size } = await stat(file);
    const sha256 = hash ? await fileHash(file) : '';
    const isSame = !hash || sha256 === listed;
    const verdict = isSame
      ? OK
      : `${file}: expected SHA-256 ${listed === '' ? 'none' : listed}, got ${sha256} (damaged or exchanged)`;
    return { path, bytes: size, sha256, listed, verdict };
  } catch (error) {
    return { path, bytes: 0, sha256: '', listed, verdict: sentenceOf(error) };
  }
}

/** Checks a single file of Stable Diffusion 1.x: its family, and every key and shape; it never throws for what is wrong. */
export async function verifySingleFile(
  name: string,
  path: string,
  { hash }: Thoroughness,
): Promise<ModelVerdict> {
  const { size } = await stat(path);
  const sha256 = hash ? await fileHash(path) : '';
  const error: unknown = await checkSingleFile(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const verdict = error === undefined ? OK : sentenceOf(error);
  const file = { path: basename(path), bytes: size, sha256, listed: '', verdict };
  return { name, isSound: verdict === OK, verdict, files: [file], ...keysOf(error) };
}

async function checkSingleFile(path: string): Promise<void> {
  const checkpoint = await openCheckpoint(path);
  refuseOtherFamily(checkpoint, path);
  const { unet, vae, textEncoder } = ldmParts(checkpoint);
  if (!unet || !vae || !textEncoder)
    throw new CheckpointError(`${path}: expected a UNet, an autoencoder and a text encoder, got fewer`);
  const config = STABLE_DIFFUSION_1;
  const checks: readonly [typeof unet, (weights: Module) => unknown][] = [
    [unet, (weights) => plainUnetGraph({ config: config.unet, weights }, { height: 8, width: 8, tokens: 8 })],
    [vae, (weights) => [vaeEncoderGraph(config.vae, weights), vaeDecoderGraph(config.vae, weights)]],
    [textEncoder, (weights) => clipTextGraph(config.text, weights)],
  ];
  for (const [part, check] of checks) {
    const audit = new Audit();
    check(new Module(part, '', audit));
    if (audit.faults.length > 0) throw new AuditError(path, audit, part.keys);
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

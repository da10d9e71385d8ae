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
import { findFaults } from './check-bundle.ts';

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
  /** All that is wrong, a sentence each: a file, then a part. */
  readonly faults: readonly string[];
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
  const verdict = (
    wrong: readonly unknown[],
    unused: ReadonlyMap<string, readonly string[]>,
  ): ModelVerdict => {
    const faults = [
      ...files.filter((file) => file.verdict !== OK).map((file) => file.verdict),
      ...wrong.map(sentenceOf),
    ];
    return { name, ...told(faults), files, ...keysOf(wrong, unused) };
  };
  try {
    const bundle = await BundleFolder.open(path);
    for (const file of bundle.listed.keys()) files.push(await verifyFile(bundle, file, hash));
    const { faults, unused } = await findFaults(bundle);
    return verdict(faults, unused);
  } catch (error) {
    return verdict([error], new Map());
  }
}

/** All that is wrong, and the first of it. */
function told(faults: readonly string[]): Pick<ModelVerdict, 'isSound' | 'verdict' | 'faults'> {
  const all = [...new Set(faults)]; // a file that cannot be read is told by its part as well
  return { isSound: all.length === 0, verdict: all[0] ?? OK, faults: all };
}

/** The keys that errors are about, by the file and the part that have them, beside those that no network asks for. */
function keysOf(
  wrong: readonly unknown[],
  unused: ReadonlyMap<string, readonly string[]>,
): Pick<ModelVerdict, 'missing' | 'unknown'> {
  const audits = wrong.filter((error) => error instanceof AuditError);
  const named = audits.filter(({ unused: keys }) => keys.length > 0);
  return {
    missing: audits.flatMap(({ faults }) => faults),
    unknown: Object.fromEntries([
      ...unused,
      ...named.map(({ where, unused: keys }) => [where, keys] as const),
    ]),
  };
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
  const wrong = await faultsOfSingleFile(path);
  const found = told(wrong.map(sentenceOf));
  const file = { path: basename(path), bytes: size, sha256, listed: '', verdict: found.verdict };
  return { name, ...found, files: [file], ...keysOf(wrong, new Map()) };
}

async function faultsOfSingleFile(path: string): Promise<unknown[]> {
  try {
    const checkpoint = await openCheckpoint(path);
    refuseOtherFamily(checkpoint, path);
    const { unet, vae, textEncoder } = ldmParts(checkpoint);
    if (!unet || !vae || !textEncoder)
      throw new CheckpointError(`${path}: expected a UNet, an autoencoder and a text encoder, got fewer`);
    const config = STABLE_DIFFUSION_1;
    const size = { height: 8, width: 8, tokens: 8 };
    const checks: readonly [string, typeof unet, (weights: Module) => unknown][] = [
      ['unet', unet, (weights) => plainUnetGraph({ config: config.unet, weights }, size)],
      ['vae', vae, (weights) => [vaeEncoderGraph(config.vae, weights), vaeDecoderGraph(config.vae, weights)]],
      ['text_encoder', textEncoder, (weights) => clipTextGraph(config.text, weights)],
    ];
    return checks.flatMap(([name, part, check]) => {
      const audit = new Audit();
      const where = `${path}, ${name}`;
      try {
        check(new Module(part, '', audit));
      } catch (error) {
        if (audit.faults.length === 0) return [new Error(`${where}: ${sentenceOf(error)}`, { cause: error })];
      }
      return audit.faults.length > 0 ? [new AuditError(where, audit, part.keys)] : [];
    });
  } catch (error) {
    return [error];
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

import { readFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';

/** Processor flags of dot products of bytes that do not saturate. */
const DOT_PRODUCTS = /\b(avx512_vnni|avx_vnni|amx_int8|asimddp)\b/;

/**
 * Bits of int8 weights that this processor multiplies without saturation: 8 where it has dot products of bytes, else 7; 7 too
 * where nobody can tell.
 * @param cpuinfo what Linux says of its processor
 */
export async function weightBits(
  cpuinfo: () => Promise<string> = () => readFile('/proc/cpuinfo', 'utf8'),
): Promise<7 | 8> {
  if (platform() === 'darwin' && arch() === 'arm64') return 8;
  const text = await cpuinfo().catch(() => '');
  return DOT_PRODUCTS.test(text) ? 8 : 7;
}

import { readFileSync } from 'node:fs';

/** The widest vector instructions of the processor, by Linux's /proc/cpuinfo. */
export function instructions(): string {
  const known = ['avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_bf16'];
  return known.filter((flag) => cpuFlags().has(flag)).join(', ') || 'no vector instructions known';
}

/** Whether the processor multiplies numbers of bfloat16. */
export const hasBfloat16 = (): boolean => ['avx512_bf16', 'amx_bf16'].some((flag) => cpuFlags().has(flag));

function cpuFlags(): ReadonlySet<string> {
  const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  return new Set(line.trim().split(/\s+/));
}

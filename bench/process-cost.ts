import { readFileSync } from 'node:fs';

const TICKS_A_SECOND = 100;
const KIB_A_PAGE = 4;

/** Seconds of processor that a process has taken so far, by Linux's /proc. */
export function cpuSeconds(pid: number): number {
  const fields = statFields(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

/** Resident memory of a process in KiB, by Linux's /proc. */
export function residentKib(pid: number): number {
  return Number(statFields(pid)[21]) * KIB_A_PAGE;
}

/** The slope of the line through points by least squares. */
export function slope(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [x0, y0] = [mean(0), mean(1)];
  const square = points.reduce((sum, [x]) => sum + (x - x0) ** 2, 0);
  return points.reduce((sum, [x, y]) => sum + (x - x0) * (y - y0), 0) / square;
}

/** The fields of `stat` after the name, which may hold blanks. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

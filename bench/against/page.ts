import { readFileSync } from 'node:fs';
import { machine } from '../sides/published.ts';
import type { Peak } from '../sides/side.ts';
import type { Headline } from './cases.ts';
import { presetCalls } from './calls.ts';
import type { Figures } from './measure.ts';

const MIB = 2 ** 20;
/** 100 LMS steps with two calls each, as the released code has them. */
const RELEASED_CALLS = 200;

/** The page of figures in Markdown. */
export async function performancePage(figures: Figures, rounds: number): Promise<string> {
  return [
    '# Performance',
    intro(rounds),
    '## Beside PyTorch',
    besideTable(figures),
    '## A whole picture',
    await pictureTable(figures),
    '## Cost against size',
    sizeTable(figures),
    '## Half precision in the files',
    halfTable(figures),
  ].join('\n\n');
}

const intro = (rounds: number): string =>
  [
    `Output of \`npm run bench -- --against pytorch\`; nothing below is edited by hand. Machine: ${machine()}, ${instructions()}.`,
    'Random weights of the true size of Stable Diffusion 1.4, CLIP ViT-L/14 and the mappers, in 32 bits unless it says otherwise; batch 1; the same files on both sides.',
    `PyTorch with diffusers and transformers, \`channels_last\`, scaled-dot-product attention${hasBfloat16() ? '' : '; this processor has no bfloat16, so there is no such column'}. Both processes stay open and run in turn; medians of ${rounds} runs after one that is not counted.`,
    'The clock is what a user waits for, and other programs lengthen it; processor seconds are those of all threads together, which other programs hardly change. *Others* is the share of all processors that other programs took meanwhile: where it is not near 0, compare processor seconds.',
  ].join('\n');

function besideTable({ headline, titles }: Figures): string {
  const rows = (Object.keys(headline) as Headline[]).map((name) => {
    const { ours, pytorch, others } = headline[name];
    return [
      titles[name],
      seconds(ours.seconds),
      seconds(pytorch.seconds),
      times(pytorch.seconds / ours.seconds),
      seconds(ours.processor),
      seconds(pytorch.processor),
      times(pytorch.processor / ours.processor),
      `${Math.round(others * 100)} %`,
    ];
  });
  const memory = (Object.keys(headline) as Headline[]).map((name) => {
    const { ours, pytorch } = headline[name];
    return [
      titles[name],
      seconds(ours.loadSeconds),
      seconds(pytorch.loadSeconds),
      peak(ours.peak),
      peak(pytorch.peak),
    ];
  });
  return [
    table(['', 'clock, s', 'PyTorch', 'faster', 'processor, s', 'PyTorch', 'faster', 'others'], rows),
    'Loading with the files in the system’s cache, and the highest memory of the process, in brackets what is its own (the rest are pages of files, which the system shares and drops):',
    table(['', 'load, s', 'PyTorch', 'peak, MB', 'PyTorch'], memory),
  ].join('\n\n');
}

/** What a picture takes, from measured calls and their number. */
async function pictureTable({ headline, reused }: Figures): Promise<string> {
  const rest = (side: 'ours' | 'pytorch'): number =>
    headline.concept[side].processor + 2 * headline.text[side].processor + headline.decoder[side].processor;
  const call = (side: 'ours' | 'pytorch'): number => headline.step[side].processor;
  const released = RELEASED_CALLS * call('pytorch') + rest('pytorch');
  const outer = Math.max(0, reused.processor - headline.step.ours.processor);
  const rows = (await presetCalls()).map(({ preset, whole, outer: few }) => {
    const total = whole * call('ours') + few * outer + rest('ours');
    return [preset, String(whole), String(few), seconds(total), times(released / total)];
  });
  return [
    `The released procedure is ${RELEASED_CALLS} UNet calls, one pass of the tower for the photograph and one for its object, and a decoding: in PyTorch, 32 bits, channels_last, ${seconds(released)} s of processor on this machine, computed from the calls above (every call as one with patches, on both sides). Ours by preset, computed in the same way (processor seconds of all threads; a whole call ${seconds(call('ours'))} s, one of the outer blocks ${seconds(outer)} s):`,
    table(['preset', 'whole calls', 'outer calls', 'processor, s', 'faster than released'], rows),
    'What the presets cost in quality is in [evaluation.md](evaluation.md).',
  ].join('\n\n');
}

function sizeTable({ sizes, headline, titles }: Figures): string {
  const rows = sizes.map(({ title, seconds: clock, processor }) => [
    title,
    seconds(clock),
    seconds(processor),
  ]);
  rows.push([titles.step, seconds(headline.step.ours.seconds), seconds(headline.step.ours.processor)]);
  return [
    table(['denoising step', 'clock, s', 'processor, s'], rows),
    'Every step is two such runs while guidance acts; the number of steps is a factor. Every reference costs one local branch: the difference of the row without one to the first.',
  ].join('\n\n');
}

function halfTable({ half, whole }: Figures): string {
  return table(
    ['UNet', 'file, MB', 'load, s', 'step at 256 × 256, processor s', 'peak, MB (own)'],
    [
      [
        '32 bits',
        String(Math.round(half.wholeBytes / MIB)),
        seconds(whole.loadSeconds),
        seconds(whole.processor),
        peak(whole.peak),
      ],
      [
        '16 bits',
        String(Math.round(half.bytes / MIB)),
        seconds(half.step.loadSeconds),
        seconds(half.step.processor),
        peak(half.step.peak),
      ],
    ],
  );
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const seconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const times = (ratio: number): string => `${ratio.toFixed(2)}×`;
const peak = ({ resident, own }: Peak): string => `${Math.round(resident)} (${Math.round(own)})`;

/** Widest vector instructions of the processor, by Linux's /proc/cpuinfo. */
function instructions(): string {
  const flags = cpuFlags();
  const known = ['avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_bf16'].filter((flag) =>
    flags.has(flag),
  );
  return known.join(', ') || 'no vector instructions known';
}

const hasBfloat16 = (): boolean => ['avx512_bf16', 'amx_bf16'].some((flag) => cpuFlags().has(flag));

function cpuFlags(): ReadonlySet<string> {
  const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
  return new Set(line.trim().split(/\s+/));
}

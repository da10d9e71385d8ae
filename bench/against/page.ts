import { readFileSync } from 'node:fs';
import { machine, table } from '../figures.ts';
import type { Peak } from '../sides/side.ts';
import type { InputSizes } from '../full-size/cases.ts';
import { headlineCases, type BenchCase, type Headline } from './cases.ts';
import { presetCalls } from '../preset-calls.ts';
import type { FileFigures, Figures } from './measure.ts';

const MIB = 2 ** 20;
/** 100 LMS steps with two calls each, as the released code has them. */
const RELEASED_CALLS = 200;

/** The page of figures in Markdown; sections whose figures were not measured are left out. */
export async function performancePage(figures: Figures, sizes: InputSizes, rounds: string): Promise<string> {
  const titles = headlineCases(sizes);
  return [
    '# Performance',
    intro(rounds),
    '## Beside PyTorch',
    besideTable(figures, titles),
    ...(await pictureSection(figures)),
    ...sizeSection(figures, titles),
    ...halfSection(figures, sizes),
  ].join('\n\n');
}

type Titles = Readonly<Record<Headline, BenchCase>>;

const intro = (rounds: string): string =>
  [
    `Output of \`npm run bench -- --against pytorch\`; nothing below is edited by hand. Machine: ${machine()}, ${instructions()}.`,
    'Random weights of the true size of Stable Diffusion 1.4, CLIP ViT-L/14 and the mappers, in 32 bits unless it says otherwise; batch 1; the same files on both sides.',
    `PyTorch with diffusers and transformers, \`channels_last\`, scaled-dot-product attention; ${hasBfloat16() ? 'bfloat16, which this processor has, is not measured' : 'this processor has no bfloat16, so there is no such column'}. Both processes stay open and run in turn; medians of ${rounds} runs after one that is not counted. PyTorch's threads spin for a while when they wait, which its processor seconds include.`,
    'The clock is what a user waits for, and other programs lengthen it; processor seconds are those of all threads together, which other programs change less. *Others* is the share of all processors that other programs took meanwhile: where it is not near 0, compare processor seconds.',
  ].join('\n');

function besideTable({ headline }: Figures, titles: Titles): string {
  const measured = (Object.keys(titles) as Headline[]).flatMap((name) => {
    const found = headline[name];
    return found === undefined ? [] : [{ title: titles[name].title, ...found }];
  });
  const rows = measured.map(({ title, ours, pytorch, others }) => [
    title,
    seconds(ours.seconds),
    seconds(pytorch.seconds),
    times(pytorch.seconds / ours.seconds),
    seconds(ours.processor),
    seconds(pytorch.processor),
    times(pytorch.processor / ours.processor),
    `${Math.round(others * 100)} %`,
  ]);
  const memory = measured.map(({ title, ours, pytorch }) => [
    title,
    seconds(ours.loadSeconds),
    seconds(pytorch.loadSeconds),
    peak(ours.peak),
    peak(pytorch.peak),
  ]);
  const absent = (Object.keys(titles) as Headline[]).filter((name) => headline[name] === undefined);
  return [
    ...(absent.length === 0
      ? []
      : [`Not measured yet: ${absent.map((name) => titles[name].title).join('; ')}.`]),
    table(['', 'clock, s', 'PyTorch', 'faster', 'processor, s', 'PyTorch', 'faster', 'others'], rows),
    'Loading, and the highest memory of the process, in brackets what is its own (the rest are pages of files, which the system shares and drops):',
    table(['', 'load, s', 'PyTorch', 'peak, MB', 'PyTorch'], memory),
  ].join('\n\n');
}

/** What a picture takes, from measured calls and their number. */
async function pictureSection({ headline, reused }: Figures): Promise<string[]> {
  const { step, concept, text, decoder } = headline;
  if (!step || !concept || !text || !decoder) return [];
  const rest = (side: 'ours' | 'pytorch'): number =>
    concept[side].processor + 2 * text[side].processor + decoder[side].processor;
  const call = step.ours.processor;
  const released = RELEASED_CALLS * step.pytorch.processor + rest('pytorch');
  const outer = reused && Math.max(0, reused.processor - call);
  const rows = (await presetCalls()).flatMap(({ preset, whole, outer: few }) => {
    if (few > 0 && outer === undefined) return [];
    const total = whole * call + few * (outer ?? 0) + rest('ours');
    return [[preset, String(whole), String(few), seconds(total), times(released / total)]];
  });
  return [
    '## A whole picture',
    `The released procedure is ${RELEASED_CALLS} UNet calls, one pass of the tower for the photograph and one for its object, and a decoding: in PyTorch, 32 bits, channels_last, ${seconds(released)} s of processor on this machine, computed from the calls above (every call as one with patches, on both sides). Ours by preset, computed in the same way (processor seconds of all threads; a whole call ${seconds(call)} s${outer === undefined ? '' : `, one of the outer blocks ${seconds(outer)} s`}):`,
    table(['preset', 'whole calls', 'outer calls', 'processor, s', 'faster than released'], rows),
    'What the presets cost in quality is in [performance-presets.md](performance-presets.md).',
  ];
}

function sizeSection({ sizes, headline }: Figures, titles: Titles): string[] {
  if (!sizes) return [];
  const rows = sizes.map(({ title, ...own }) => [title, seconds(own.seconds), seconds(own.processor)]);
  const whole = headline.step?.ours;
  if (whole) rows.push([titles.step.title, seconds(whole.seconds), seconds(whole.processor)]);
  return [
    '## Cost against size',
    table(['denoising step', 'clock, s', 'processor, s'], rows),
    'Every step is two such runs while guidance acts; the number of steps is a factor. Every reference costs one local branch: the difference of the row without one to the first.',
  ];
}

function halfSection({ half, whole }: Figures, { latents }: InputSizes): string[] {
  if (!half || !whole) return [];
  const row = (title: string, { bytes, step }: FileFigures): string[] => [
    title,
    String(Math.round(bytes / MIB)),
    seconds(step.loadSeconds),
    seconds(step.processor),
    peak(step.peak),
  ];
  const side = latents * 4; // of half the latents, eight pixels each
  return [
    '## Half precision in the files',
    table(
      ['UNet', 'file, MB', 'load, s', `step at ${side} × ${side}, processor s`, 'peak, MB (own)'],
      [row('32 bits', whole), row('16 bits', half)],
    ),
  ];
}

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

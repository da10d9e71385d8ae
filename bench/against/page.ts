import { machine, table } from '../figures.ts';
import type { Peak } from '../sides/side.ts';
import type { InputSizes } from '../full-size/cases.ts';
import { headlineCases, type Headline, type HeadlineCase, type SideName } from './cases.ts';
import type { FileFigures, Figures, SizeFigures } from './measure.ts';
import { wholePicture } from './picture-cost.ts';
import { hasBfloat16, instructions } from './processor.ts';
import { STEPS } from './size-plot.ts';
import type { Beside, Timing } from './timing.ts';

const MIB = 2 ** 20;

/** The page of figures in Markdown; sections whose figures were not measured are left out. @param plot where it lies, from the page */
export async function performancePage(
  figures: Figures,
  sizes: InputSizes,
  { rounds, plot }: { rounds: string; plot: string },
): Promise<string> {
  const measured = measuredCases(figures, sizes);
  return [
    '# Performance',
    intro(rounds),
    ...besideSection(measured, absentCases(figures, sizes)),
    ...fasterSection(measured),
    ...(await pictureSection(figures)),
    ...sizeSection(figures, plot),
    ...halfSection(figures, sizes),
  ].join('\n\n');
}

type Measured = HeadlineCase & Beside<SideName>;

const measuredCases = ({ headline }: Figures, sizes: InputSizes): Measured[] =>
  (Object.entries(headlineCases(sizes)) as [Headline, HeadlineCase][]).flatMap(([name, one]) => {
    const found = headline[name];
    return found === undefined ? [] : [{ ...one, ...found }];
  });

const absentCases = ({ headline }: Figures, sizes: InputSizes): string[] =>
  (Object.entries(headlineCases(sizes)) as [Headline, HeadlineCase][]).flatMap(([name, { title }]) =>
    headline[name] === undefined ? [title] : [],
  );

const intro = (rounds: string): string =>
  [
    `Output of \`npm run bench -- --against pytorch\`; nothing below is edited by hand. Machine: ${machine()}, ${instructions()}.`,
    'Random weights of the true size of Stable Diffusion 1.4, CLIP ViT-L/14 and the mappers, in 32 bits unless it says otherwise; batch 1; the same files on all sides.',
    `PyTorch with diffusers and transformers, \`channels_last\`, scaled-dot-product attention${hasBfloat16() ? ', in 32 bits and in bfloat16' : '; this processor has no bfloat16, so there is no such column'}. All processes stay open and run in turn; medians of ${rounds} runs after one that is not counted; the denoising steps in the same rounds, as a picture is computed from them. PyTorch's threads spin for a while when they wait, which its processor seconds include. A denoising step is any but the first of a picture: ours has the keys and values of words and patches by then, which the released code computes in every step.`,
    'The clock is what a user waits for, and other programs lengthen it; processor seconds are those of all threads together, which other programs change less. *Others* is the share of all processors that other programs took meanwhile: where it is not near 0, compare processor seconds.',
  ].join('\n');

function besideSection(measured: readonly Measured[], absent: readonly string[]): string[] {
  const both = measured.flatMap(({ title, others, timings: { ours, pytorch } }) =>
    ours && pytorch ? [{ title, others, ours, pytorch }] : [],
  );
  const rows = both.map(({ title, ours, pytorch, others }) => [
    title,
    seconds(ours.seconds),
    seconds(pytorch.seconds),
    times(pytorch.seconds / ours.seconds),
    seconds(ours.processor),
    seconds(pytorch.processor),
    times(pytorch.processor / ours.processor),
    `${Math.round(others * 100)} %`,
  ]);
  const memory = both.map(({ title, ours, pytorch }) => [
    title,
    seconds(ours.loadSeconds),
    seconds(pytorch.loadSeconds),
    peak(ours.peak),
    peak(pytorch.peak),
  ]);
  return [
    '## Beside PyTorch',
    ...(absent.length === 0 ? [] : [`Not measured yet: ${absent.join('; ')}.`]),
    table(['', 'clock, s', 'PyTorch', 'faster', 'processor, s', 'PyTorch', 'faster', 'others'], rows),
    'Loading, and the highest memory of the process, in brackets what is its own (the rest are pages of files, which the system shares and drops):',
    table(['', 'load, s', 'PyTorch', 'peak, MB', 'PyTorch'], memory),
  ];
}

/** What 8 bits give, beside 32 and beside PyTorch's bfloat16. */
function fasterSection(measured: readonly Measured[]): string[] {
  const rows = measured.flatMap(({ title, timings: { ours, int8, bfloat16 } }) =>
    int8 || bfloat16
      ? [
          [
            title,
            both(ours),
            both(int8),
            ratio(ours, int8),
            both(bfloat16),
            ratio(bfloat16, ours),
            ratio(bfloat16, int8),
            int8 ? peak(int8.peak) : '–',
          ],
        ]
      : [],
  );
  if (rows.length === 0) return [];
  const head = [
    '',
    '32 bits, s',
    '8 bits, s',
    '8 faster than 32 bits',
    'PyTorch bfloat16, s',
    '32 bits beside it',
    '8 bits beside it',
    '8 bits, peak MB',
  ];
  return [
    '## In 8 bits, and beside bfloat16',
    'Seconds by the clock, in brackets of processor; ratios are by the clock. What 8 bits cost in quality is in [performance-presets.md](performance-presets.md).',
    table(head, rows),
  ];
}

async function pictureSection({ headline }: Figures): Promise<string[]> {
  const found = await wholePicture(headline);
  if (found === undefined) return [];
  const { released, ours } = found;
  const rows = ours.map(({ preset, precision, whole, outer, cost }) => [
    preset,
    precision,
    String(whole),
    String(outer),
    seconds(cost.seconds),
    times(released.seconds / cost.seconds),
    seconds(cost.processor),
    times(released.processor / cost.processor),
  ]);
  return [
    '## A whole picture',
    `The released procedure is ${found.steps} UNet calls with patches and ${found.steps} without, one pass of the tower for the photograph and one for its object, and a decoding: in PyTorch, 32 bits, channels_last, ${seconds(released.seconds)} s by the clock and ${seconds(released.processor)} s of processor on this machine, computed from the calls above. Ours by preset, computed in the same way, the keys and values of prompt and empty prompt once each, the outer blocks alone always as with patches; in 8 bits the decoder stays in 32:`,
    table(
      ['preset', 'bits', 'whole calls', 'outer calls', 'clock, s', 'faster', 'processor, s', 'faster'],
      rows,
    ),
    'What presets and 8 bits cost in quality is in [performance-presets.md](performance-presets.md).',
  ];
}

function sizeSection({ sizes, headline: { step, words } }: Figures, plot: string): string[] {
  const [call, blank] = [step?.timings.ours, words?.timings.ours];
  if (!sizes || !call || !blank) return [];
  const what: Record<keyof SizeFigures, (size: number) => string> = {
    pixels: (size) => `${size} × ${size} pixels`,
    batch: (size) => `half the side, batch ${size}`,
    references: (size) =>
      `half the side, ${['no photograph', 'one photograph'][size] ?? `${size} photographs`}`,
  };
  const rows = (Object.keys(what) as (keyof SizeFigures)[]).flatMap((axis) =>
    sizes[axis].map(({ size, ...own }) => [what[axis](size), seconds(own.seconds), seconds(own.processor)]),
  );
  const pictures = STEPS.map((n) => [
    `${n} steps, a call with patches and one without each`,
    seconds(n * (call.seconds + blank.seconds)),
    seconds(n * (call.processor + blank.processor)),
  ]);
  return [
    '## Cost against size',
    table(['denoising step', 'clock, s', 'processor, s'], rows),
    table(['all steps of a picture, computed', 'clock, s', 'processor, s'], pictures),
    `![Seconds of a step against pixels, batch and references, and of a picture against steps](${plot})`,
    'Photographs cost one local branch, whose attention grows with their patches.',
  ];
}

function halfSection({ half, whole }: Figures, { latents }: InputSizes): string[] {
  if (!half || !whole) return [];
  const row = (title: string, { bytes, step, first }: FileFigures): string[] => [
    title,
    String(Math.round(bytes / MIB)),
    ...(first
      ? [first.fromDisk, first.fromCache, first.fromDisk - first.fromCache, first.opening].map(seconds)
      : ['–', '–', '–', '–']),
    seconds(step.processor),
    peak(step.peak),
  ];
  const side = latents * 4; // of half the latents, eight pixels each
  return [
    '## Half precision in the files',
    table(
      [
        'UNet',
        'file, MB',
        'until the first step is done, from the disk, s',
        'from the cache, s',
        'so reading the file, s',
        'opening the model, s',
        `step at ${side} × ${side}, processor s`,
        'peak, MB (own)',
      ],
      [row('32 bits', whole), row('16 bits', half)],
    ),
    'From the disk is a first step after the machine has started: weights are read when they are first used. From the cache is a model whose files were read before. Halves are converted in each step, and where they take longer from the cache, that is why.',
  ];
}

const seconds = (value: number): string => (value < 10 ? value.toFixed(2) : value.toFixed(1));
const times = (value: number): string => `${value.toFixed(2)}×`;
const both = (timing: Timing | undefined): string =>
  timing ? `${seconds(timing.seconds)} (${seconds(timing.processor)})` : '–';
/** How many times faster the second is. */
const ratio = (slow: Timing | undefined, fast: Timing | undefined): string =>
  slow && fast ? times(slow.seconds / fast.seconds) : '–';
const peak = ({ resident, own }: Peak): string => `${Math.round(resident)} (${Math.round(own)})`;

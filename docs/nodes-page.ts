import type { AnyNode, Pack } from '../graph-server/engine/define-node.ts';
import type { Folders, Input } from '../graph-server/engine/sockets.ts';

/** What travels along each kind of link, as `data.md` has it. */
export const CARRIED: Readonly<Record<string, string>> = {
  IMAGE: '[B, H, W, 3], 0 … 1',
  MASK: '[B, H, W], 0 … 1',
  LATENT: '[B, 4, H/8, W/8], unscaled; with a mask where there is one',
  FEATURES: '5 × [B, P + 1, width]',
  WORDS: '[B, n, d]',
  PATCHES: '[B, P, d], and their mask [B, P, 1]',
  CONDITIONING: '[1, T, d], and the positions of the subject',
  MODEL: 'a handle on a UNet',
  CLIP: 'a handle on a text encoder and its tokenizer',
  CLIP_VISION: 'a handle on a vision tower',
  VAE: 'a handle on an autoencoder',
  GLOBAL_MAPPER: 'a handle on a global mapper',
  LOCAL_MAPPER: 'a handle on a local mapper',
  FLOAT: 'a number',
  STRING: 'a text',
  BOOLEAN: 'yes or no',
};

/** No folder at all: a choice that offers nothing there offers what lies on the server. */
const NOWHERE: Folders = {
  input: '/nowhere',
  output: '/nowhere',
  temp: '/nowhere',
  models: ['/nowhere'],
  defaultBundle: '',
};

/** The page of all node types, in Markdown. It says the same on every machine. */
export async function nodesPage(packs: readonly Pack[]): Promise<string> {
  const sections = await Promise.all(packs.map(packSection));
  return `${[
    '# Nodes',
    'This page is written by `npm run docs:nodes` from the declarations in `nodes/`. What travels along links is in [data.md](data.md).',
    packs.flatMap(({ nodes }) => nodes.map(({ type }) => `[${type}](#${type.toLowerCase()})`)).join(' · '),
    ...sections,
  ].join('\n\n')}\n`;
}

async function packSection({ name, nodes }: Pack): Promise<string> {
  return [`## Pack ${name}`, ...(await Promise.all(nodes.map(nodeSection)))].join('\n\n');
}

async function nodeSection(node: AnyNode): Promise<string> {
  const inputs = await Promise.all(Object.entries(node.inputs).map(inputRow));
  const outputs = Object.entries(node.outputs).map(
    ([name, { type }], slot) =>
      `| ${name} | ${type} | ${cell(CARRIED[type] ?? '')} | ${cell(node.outputTooltips?.[slot] ?? '')} |`,
  );
  const kind = node.isOutput === true ? ' An output node: it is a reason to run a graph.' : '';
  return [
    `### ${node.type}`,
    `**${node.displayName}** · ${node.category}`,
    `${node.description}${kind}`,
    ...(inputs.length > 0 ? [table(['input', 'type', 'default', 'accepts', ''], inputs)] : []),
    ...(outputs.length > 0 ? [table(['output', 'type', 'carries', ''], outputs)] : []),
  ].join('\n\n');
}

async function inputRow([name, input]: readonly [string, Input<unknown>]): Promise<string> {
  const { default: initial, tooltip, advanced } = input.options;
  const notes = [advanced === true ? 'Advanced.' : '', typeof tooltip === 'string' ? tooltip : ''];
  return `| ${[
    input.isOptional ? `${name} (optional)` : name,
    input.type,
    shown(initial),
    await accepted(input),
    notes.filter((note) => note !== '').join(' '),
  ]
    .map(cell)
    .join(' | ')} |`;
}

/** What an input takes besides its type: limits, or what it offers. */
async function accepted({ kind, type, options, choices }: Input<unknown>): Promise<string> {
  if (kind === 'link') return CARRIED[type] ?? '';
  if (kind === 'choice') {
    const offered = (await choices?.(NOWHERE)) ?? [];
    return offered.length > 0 ? offered.join(', ') : 'what lies on the server';
  }
  const { min, max, step } = options;
  if (min === undefined || max === undefined) return '';
  return `${shown(min)} to ${shown(max)}${step === undefined ? '' : ` in steps of ${shown(step)}`}`;
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

const table = (titles: readonly string[], rows: readonly string[]): string =>
  [`| ${titles.join(' | ')} |`, `|${' --- |'.repeat(titles.length)}`, ...rows].join('\n');

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/\s*\n\s*/g, ' ');

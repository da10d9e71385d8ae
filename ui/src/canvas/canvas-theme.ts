/** The colours of the canvas, read from the page's CSS variables once a theme change. */
export interface CanvasTheme {
  readonly isDark: boolean;
  readonly node: string;
  readonly nodeTitle: string;
  readonly nodeEdge: string;
  readonly shadow: string;
  readonly text: string;
  readonly faint: string;
  readonly field: string;
  readonly accent: string;
  readonly running: string;
  readonly done: string;
  readonly failed: string;
  readonly font: string;
}

const NAMES = {
  node: '--node',
  nodeTitle: '--node-title',
  nodeEdge: '--node-edge',
  shadow: '--node-shadow',
  text: '--text',
  faint: '--text-faint',
  field: '--field',
  accent: '--accent',
  running: '--running',
  done: '--done',
  failed: '--failed',
  font: '--font',
} as const;

/** Reads the colours of the theme that the page shows. */
export function readCanvasTheme(isDark: boolean): CanvasTheme {
  const style = getComputedStyle(document.documentElement);
  const read = (name: keyof typeof NAMES) => style.getPropertyValue(NAMES[name]).trim();
  return {
    isDark,
    node: read('node'),
    nodeTitle: read('nodeTitle'),
    nodeEdge: read('nodeEdge'),
    shadow: read('shadow'),
    text: read('text'),
    faint: read('faint'),
    field: read('field'),
    accent: read('accent'),
    running: read('running'),
    done: read('done'),
    failed: read('failed'),
    font: read('font'),
  };
}

const HUES: Readonly<Record<string, number>> = {
  IMAGE: 212,
  MASK: 150,
  LATENT: 322,
  MODEL: 258,
  CLIP: 44,
  CLIP_VISION: 28,
  VAE: 2,
  CONDITIONING: 22,
  FEATURES: 186,
  WORDS: 88,
  PATCHES: 118,
  CONCEPT: 340,
  GLOBAL_MAPPER: 276,
  LOCAL_MAPPER: 296,
  INT: 172,
  FLOAT: 172,
  STRING: 60,
  COMBO: 200,
};
const colors = new Map<string, string>();

/** The colour of a socket type: fixed for those of the protocol, by the letters of the name for others. */
export function typeColor(type: string, isDark: boolean): string {
  const key = `${type} ${isDark}`;
  const known = colors.get(key);
  if (known !== undefined) return known;
  const word = type.split(',')[0] ?? type;
  const hue = Object.hasOwn(HUES, word) ? HUES[word] : hashOf(word) % 360;
  const color =
    word === '*' ? (isDark ? '#9aa0ae' : '#6b7080') : `hsl(${hue ?? 0} ${isDark ? '62% 66%' : '58% 43%'})`;
  colors.set(key, color);
  return color;
}

function hashOf(word: string): number {
  return Array.from(word).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
}

import { number } from './number.ts';

/** What is said where photos are chosen and cut, and masks are painted. */
export const photoWords = {
  browse: 'Choose a photo…',
  crop: 'Cut to a square',
  cropTitle: 'Your subject centred, filling most of the square',
  cropSize: 'Size of the square',
  cropUse: 'Use this square',
  pixels: (count: number) => `${number(count)} px`,
  below: (side: number, model: number) => `The model works at ${model} px; this square has ${side}.`,
  tooSmall: (name: string, side: number) => `${name}: expected at least 64 pixels a side, got ${side}`,
  tooLarge: (name: string, megapixels: number) =>
    `${name}: expected at most 64 megapixels, got ${number(megapixels)}`,
  originalGone: (name: string) => `${name} is no longer on the server: only its square can be cut again`,
  otherSquare: 'The mask was painted on another square',
  undrawable: 'picture: expected one that can be drawn, got one that cannot',
  noCanvas: 'picture: expected a canvas to draw on, got none',
} as const;

/** What the mask painter says. */
export const maskWords = {
  dialog: 'Paint the mask',
  surface: 'Mask: paint over the subject',
  surfaceKeys: 'Arrow keys move a brush, Space paints while it is held, or from one press to the next',
  place: (across: number, down: number) => `${number(across)} % across, ${number(down)} % down`,
  isMasked: 'masked',
  isBare: 'not masked',
  isPainting: 'painting',
  isErasing: 'erasing',
  brush: 'Brush (B)',
  eraser: 'Eraser (E)',
  lasso: 'Fill outlines (L)',
  invert: 'Invert (I)',
  feather: 'Soften the edge (F)',
  featherSize: 'Soft edge',
  clear: 'Clear (Del)',
  undo: 'Undo (Ctrl Z)',
  redo: 'Redo (Ctrl Shift Z)',
  size: 'Size ([ and ])',
  softness: 'Softness',
  opacity: 'Overlay',
  cells: 'Show what the model samples',
  inset: 'What the model will see',
  save: 'Save',
  discard: 'Discard',
  unsaved: 'The mask was changed.',
  masked: (share: number) => `${number(share * 100)} % masked`,
  whole: 'No mask: the background will be learned too',
  blocked: (grid: number) =>
    `The model samples ${grid} × ${grid} points and none lies in your mask: paint a larger area`,
  good: 'Good',
  small: 'Very small: paint all of the subject',
  large: 'Very large: leave the background out',
  few: 'Few points of the model lie in it: paint all of the subject',
  thin: 'Thin everywhere: paint the inside too',
} as const;

import type { BenchPrompt } from './benchmark.ts';

const SHARED_PLACES = {
  jungle: 'in the jungle',
  snow: 'in the snow',
  beach: 'on the beach',
  cobblestone: 'on a cobblestone street',
  fabric: 'on top of pink fabric',
  floor: 'on top of a wooden floor',
  city: 'with a city in the background',
  mountain: 'with a mountain in the background',
  house: 'with a blue house in the background',
  rug: 'on top of a purple rug in a forest',
} as const;

const PLACES_OF_THINGS = {
  wheat: 'with a wheat field in the background',
  autumn: 'with a tree and autumn leaves in the background',
  tower: 'with the Eiffel Tower in the background',
  water: 'floating on top of water',
  milk: 'floating in an ocean of milk',
  sunflowers: 'on top of green grass with sunflowers around it',
  mirror: 'on top of a mirror',
  sidewalk: 'on top of the sidewalk in a crowded street',
  dirt: 'on top of a dirt road',
  'white-rug': 'on top of a white rug',
} as const;

const OUTFITS = {
  'red-hat': 'wearing a red hat',
  'santa-hat': 'wearing a santa hat',
  scarf: 'wearing a rainbow scarf',
  'top-hat': 'wearing a black top hat and a monocle',
  chef: 'in a chef outfit',
  firefighter: 'in a firefighter outfit',
  police: 'in a police outfit',
  glasses: 'wearing pink glasses',
  shirt: 'wearing a yellow shirt',
  wizard: 'in a purple wizard outfit',
} as const;

const PROPERTIES = { red: 'red', purple: 'purple', shiny: 'shiny', wet: 'wet', cube: 'cube shaped' } as const;

const behind = (
  kind: string,
  contexts: Readonly<Record<string, string>>,
  subjects: readonly string[],
): BenchPrompt[] =>
  Object.entries(contexts).map(([name, context]) => ({
    id: `${kind}-${name}`,
    kind,
    text: `a S* ${context}`,
    for: subjects,
    asks: {},
  }));

/**
 * The prompts of DreamBench: 25 for a subject of kind `thing`, 25 for one of kind `live`.
 * Source: Ruiz et al. 2023 (DreamBooth), the prompts of its data set.
 */
export const DREAMBENCH_PROMPTS: readonly BenchPrompt[] = [
  ...behind('place', SHARED_PLACES, ['thing', 'live']),
  ...behind('place', PLACES_OF_THINGS, ['thing']),
  ...behind('outfit', OUTFITS, ['live']),
  ...Object.entries(PROPERTIES).map(([name, property]) => ({
    id: `property-${name}`,
    kind: 'property',
    text: `a ${property} S*`,
    for: ['thing', 'live'],
    asks: {},
  })),
];

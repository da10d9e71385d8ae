import { isJsonObject, parseJson, stringifyJson, type Json, type JsonObject } from '../model/json.ts';
import { readingOf, type PromptReading } from '../model/prompt-reading.ts';

/** What the editor needs to know of a bundle. */
export interface ModelFacts {
  readonly title: string;
  /** Whether it is a small model of a small world, and what that holds. */
  readonly isExperimental: boolean;
  readonly world: string;
  /** Side of the pictures that are drawn, pixels. */
  readonly imageSize: number;
  /** Side of the picture that the vision tower is given, pixels; undefined where it is not told. */
  readonly encoderSize: number | undefined;
  /** Cells of the vision tower along each side; undefined where it is not told. */
  readonly grid: number | undefined;
  /** Words that prompts may use; empty when any may be. */
  readonly vocabulary: readonly string[];
  readonly samples: readonly { readonly name: string; readonly prompts: readonly string[] }[];
}

/** What a bundle says of itself; undefined where the server has no such question. */
export async function fetchModelFacts(bundle: string): Promise<ModelFacts | undefined> {
  const answer = await ask('elite/model', { bundle });
  if (!isJsonObject(answer)) return undefined;
  const { title, world, imageSize, encoderSize, grid, samples } = answer;
  return {
    title: typeof title === 'string' ? title : '',
    isExperimental: answer['isExperimental'] === true,
    world: typeof world === 'string' ? world : '',
    imageSize: typeof imageSize === 'number' ? imageSize : 512,
    encoderSize: typeof encoderSize === 'number' ? encoderSize : undefined,
    grid: typeof grid === 'number' ? grid : undefined,
    vocabulary: texts(answer['vocabulary']),
    samples: (Array.isArray(samples) ? samples : []).filter(isJsonObject).map((sample) => ({
      name: typeof sample['name'] === 'string' ? sample['name'] : '',
      prompts: texts(sample['prompts']),
    })),
  };
}

/** How the text encoder reads a prompt; undefined where the server does not tell. */
export async function fetchReading(
  text: string,
  bundle: string | undefined,
): Promise<PromptReading | undefined> {
  const answer = await ask('elite/tokenize', { text, ...(bundle === undefined ? {} : { bundle }) });
  return answer === undefined ? undefined : readingOf(answer);
}

async function ask(path: string, question: JsonObject): Promise<Json | undefined> {
  const response = await fetch(path, {
    method: 'POST',
    body: stringifyJson(question),
    headers: { 'Content-Type': 'application/json' },
  });
  return response.ok ? parseJson(await response.text(), path) : undefined;
}

function texts(value: Json | undefined): string[] {
  return (Array.isArray(value) ? value : []).filter((each) => typeof each === 'string');
}

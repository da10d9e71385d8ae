import type { BenchPrompt, Subject } from '../../../method/evaluation/benchmark.ts';
import { COPY_SIDE } from '../../../method/evaluation/opponent-planes.ts';
import type { Drawing, Words } from '../../../method/evaluation/rows.ts';
import { scoredText } from '../../../method/evaluation/scored-text.ts';
import { plainPrediction } from '../../../method/diffusion/diffusion-model.ts';
import { guided, type NoisePrediction } from '../../../method/diffusion/guidance.ts';
import type { Savings } from '../../../method/diffusion/savings.ts';
import { sampleLatents } from '../../../method/diffusion/sample-latents.ts';
import type { Bundle } from '../../../method/elite/bundle.ts';
import { encodePrompt, type EncodedPrompt } from '../../../method/elite/encode-prompt.ts';
import { GateRecord } from '../../../method/elite/gate-record.ts';
import { elitePrediction, layerCount, type LocalReference } from '../../../method/elite/prediction.ts';
import { combinedRows, combinedWords, equalWeights } from '../../../method/elite/several-photos.ts';
import { clipPixels } from '../../../method/image/clip-pixels.ts';
import { framedSubjects, type Framing } from '../../../method/image/framed-subject.ts';
import { picturesOf } from '../../../method/image/layout.ts';
import { gridMask } from '../../../method/image/mask.ts';
import { reshaped, slice, zeros, type Tensor } from '../../../method/tensor/tensor.ts';

/** How all pictures of a run are drawn. */
export interface DrawingSettings {
  readonly steps: number;
  readonly guidance: number;
  readonly sampler: string;
  readonly scheduler: string;
  readonly framing: Framing;
  /** What sampling leaves out; a setting only where it leaves something out. */
  readonly savings?: Savings;
  /** A setting only where it is not fp32. */
  readonly precision?: 'int8';
  /** How many photographs of a subject are shown; a setting only where it is not one. */
  readonly photos?: number;
}

/** What a photograph became, or several. */
export interface Concept {
  /** w_0 … w_4, [1, 5, d] */
  readonly words: Tensor;
  /** e, [1, P, d]; of several photographs side by side */
  readonly patches: Tensor;
  /** From the decoded photograph to words and patches. */
  readonly seconds: number;
}

/** One subject of several photographs, as the node `CombinePhotos` makes it, each with the same weight. */
export function ofSeveral(concepts: readonly Concept[]): Concept {
  const [only, ...others] = concepts;
  if (only !== undefined && others.length === 0) return only;
  const words = concepts.map((concept) => concept.words);
  return {
    words: combinedWords(words, equalWeights(words.length)),
    patches: combinedRows(concepts.map(({ patches }) => patches)),
    seconds: concepts.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}

/** Side of the maps of gates: that of the grid which objects are found on. */
const GATE_SIDE = COPY_SIDE;

/** Pictures to draw together: one prompt of one subject by one row. */
export interface DrawRequest {
  readonly drawing: Drawing;
  readonly subject: Subject;
  readonly prompt: BenchPrompt;
  readonly concept: Concept;
  /** One picture each, drawn as it would be alone but for the last bits of the arithmetic. */
  readonly seeds: readonly number[];
  /** Whether to watch where the gate is open; only a drawing with a gate has one. */
  readonly watchesGate?: boolean;
}

/** Pictures that were drawn. */
interface Drawn {
  /** [B, H, W, 3], 0 … 1 */
  readonly pictures: Tensor;
  /** Token positions of the subject's words; empty for a row without them. */
  readonly idx: readonly number[];
  /** Where the gate of each was open, `GATE_SIDE`² of 0 … 1; of drawings that were watched. */
  readonly gates?: readonly Float32Array[];
  /** For all of them. */
  readonly seconds: number;
}

/** Whoever draws the pictures of an evaluation. */
export interface Drawer {
  encode(photo: Tensor, mask: Tensor, signal?: AbortSignal): Promise<Concept>;
  draw(request: DrawRequest, signal?: AbortSignal): Promise<Drawn>;
}

/** Draws with a bundle, as the nodes of a workflow do. */
export class EliteDrawer implements Drawer {
  readonly #bundle: Bundle;
  readonly #settings: DrawingSettings;

  constructor(bundle: Bundle, settings: DrawingSettings) {
    const { savings = bundle.model.savings } = settings;
    this.#bundle = { ...bundle, model: { ...bundle.model, savings } };
    this.#settings = settings;
  }

  async encode(photo: Tensor, mask: Tensor, signal?: AbortSignal): Promise<Concept> {
    const start = performance.now();
    const { clipVision, globalMapper, localMapper } = this.#bundle;
    const [framed] = framedSubjects(photo, mask, this.#settings.framing);
    if (framed === undefined) throw new Error('photo: expected a picture, got none');
    const { imageSize } = clipVision.config;
    const [features, object] = await clipVision.featuresOfBoth(
      clipPixels(framed.picture, imageSize),
      clipPixels(framed.object, imageSize),
      signal,
    );
    const cells = gridMask(framed.mask, Math.sqrt(clipVision.patches));
    const patchMask = reshaped(cells, [1, clipVision.patches, 1]);
    return {
      words: await globalMapper.words(features, signal),
      patches: await localMapper.patches(object, patchMask, signal),
      seconds: (performance.now() - start) / 1000,
    };
  }

  async draw(request: DrawRequest, signal?: AbortSignal): Promise<Drawn> {
    const start = performance.now();
    const { model, vae, imageSize } = this.#bundle;
    const { steps, guidance, sampler, scheduler } = this.#settings;
    const record = request.watchesGate
      ? new GateRecord({ side: GATE_SIDE, pictures: request.seeds.length, steps })
      : undefined;
    const { conditional, unconditional, idx } = await this.#predictions(request, record, signal);
    const side = imageSize / vae.factor;
    const latents = await sampleLatents(
      guided(conditional, unconditional, guidance, model.savings?.guidance),
      model,
      zeros([request.seeds.length, vae.config.latentChannels, side, side]),
      {
        seed: request.seeds.map(BigInt),
        steps,
        samplerName: sampler,
        scheduler,
        denoise: 1,
      },
    );
    const pictures = picturesOf(await vae.decode(latents, signal));
    const gates = record ? { gates: record.maps } : {};
    return { pictures, idx, ...gates, seconds: (performance.now() - start) / 1000 };
  }

  async #predictions(
    { drawing, subject, prompt, concept }: DrawRequest,
    record: GateRecord | undefined,
    signal?: AbortSignal,
  ): Promise<{ conditional: NoisePrediction; unconditional: NoisePrediction; idx: readonly number[] }> {
    const { model, clip, globalMapper } = this.#bundle;
    const nothing = await encodePrompt(clip, '', undefined, signal);
    const noun = nounOf(drawing.words, subject);
    if (noun !== undefined) {
      const { text } = await encodePrompt(clip, scoredText(prompt.text, noun), undefined, signal);
      return {
        conditional: plainPrediction(model, text, signal),
        unconditional: plainPrediction(model, nothing.text, signal),
        idx: [],
      };
    }
    const encoded = await encodePrompt(clip, prompt.text, wordsOf(concept, drawing.words), signal);
    requirePlaceholder(encoded, prompt);
    const reference = this.#reference(drawing, concept);
    const watch = record?.watch(encoded.positions);
    const options = {
      ...(reference ? { reference } : {}),
      ...(watch ? { watch } : {}),
      ...(signal ? { signal } : {}),
    };
    return {
      conditional: elitePrediction(model, globalMapper, encoded, options),
      unconditional: elitePrediction(model, globalMapper, nothing, signal ? { signal } : {}),
      idx: encoded.positions,
    };
  }

  #reference({ lambda, gate = 'attention' }: Drawing, { patches }: Concept): LocalReference | undefined {
    if (lambda === undefined) return undefined;
    const values = Array<number>(layerCount(this.#bundle.model)).fill(lambda);
    return { mapper: this.#bundle.localMapper, patches, lambda: () => values, gate };
  }
}

/** The noun that stands for the subject; undefined for rows with words of its own. */
function nounOf(words: Words, { id, category, nearest }: Subject): string | undefined {
  if (words === 'category') return category;
  if (words !== 'nearest') return undefined;
  if (nearest === undefined) throw new Error(`subject ${id}: expected a nearest training concept, got none`);
  return nearest;
}

function wordsOf({ words }: Concept, which: Words): Tensor {
  if (which === 'all') return words;
  const index = Number(which.slice(1));
  return slice(words, 1, index, index + 1);
}

/** A gate on the start token would be open almost everywhere without an error. */
function requirePlaceholder({ positions }: EncodedPrompt, { id, text }: BenchPrompt): void {
  if (positions.length === 0)
    throw new Error(`prompt ${id}: expected S* among the tokens, got it cut off in ${JSON.stringify(text)}`);
}

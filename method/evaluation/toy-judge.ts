import type { Module } from '../checkpoint/module.ts';
import { count, object } from '../clip/config.ts';
import type { Dialect } from '../onnx/dialect.ts';
import { Graph } from '../onnx/graph.ts';
import { groupNorm } from '../onnx/group-norm.ts';
import { conv2d, linear } from '../onnx/layers.ts';
import type { OnnxModel } from '../onnx/model.ts';
import type { Value } from '../onnx/value.ts';
import { TOY_CLASSES } from './toy-classes.ts';

/** Sizes of the toy world's two judges, which are alike but for their last layers. */
export interface ToyJudgeConfig {
  /** Side of the pictures they look at, pixels. */
  readonly imageSize: number;
  /** Channels of the stages, each of which halves the side. */
  readonly channels: readonly number[];
  readonly groups: number;
  /** Width of the identity. */
  readonly embedding: number;
  /** The classes of each head by name. */
  readonly names: Readonly<Record<string, readonly string[]>>;
}

/** PyTorch's default of GroupNorm. */
const EPSILON = 1e-5;

/** Reads evaluators/config.json. Files without `names` are those of the toy world as it was first published. */
export function toyJudgeConfig(json: unknown, where: string): ToyJudgeConfig {
  const config = object(json, where);
  const heads = object(config['heads'], `${where}, heads`);
  const given = object(config['names'] ?? TOY_CLASSES, `${where}, names`);
  const names: Record<string, readonly string[]> = {};
  for (const head of Object.keys(heads)) {
    const classes = listOf(given[head], isText, `${where}, names.${head}`);
    const expected = count(heads, head, `${where}, heads`);
    if (classes.length !== expected)
      throw new Error(`${where}, names.${head}: expected ${expected} names, got ${classes.length}`);
    names[head] = classes;
  }
  return {
    imageSize: count(config, 'image_size', where),
    channels: listOf(config['channels'], isCount, `${where}, channels`),
    groups: count(config, 'groups', where),
    embedding: count(config, 'embedding', where),
    names,
  };
}

/** The identity network. In: `pixels` [B, 3, S, S], −1 … 1. Out: `identity` [B, embedding], not normalised. */
export function toyIdentityGraph(config: ToyJudgeConfig, weights: Module, dialect?: Dialect): OnnxModel {
  const graph = new Graph('toy_identity', dialect);
  const features = trunk(weights.at('identity_trunk'), pixelsOf(graph, config), config);
  graph.output('identity', linear(weights.at('embedding'), features, lastOf(config), config.embedding));
  return graph.model();
}

/** The label network. In: `pixels` as above. Out: logits [B, classes] for each head, under its name. */
export function toyLabelGraph(config: ToyJudgeConfig, weights: Module, dialect?: Dialect): OnnxModel {
  const graph = new Graph('toy_labels', dialect);
  const features = trunk(weights.at('label_trunk'), pixelsOf(graph, config), config);
  for (const [head, { length }] of Object.entries(config.names))
    graph.output(head, linear(weights.at('heads', head), features, lastOf(config), length));
  return graph.model();
}

const pixelsOf = (graph: Graph, { imageSize }: ToyJudgeConfig): Value =>
  graph.input('pixels', ['batch', 3, imageSize, imageSize]);

const lastOf = ({ channels }: ToyJudgeConfig): number => channels.at(-1) ?? 0;

/** Stages that halve the side, from the second on with a plain convolution too; then the mean. @returns [B, channels] */
function trunk(m: Module, pixels: Value, { channels, groups }: ToyJudgeConfig): Value {
  let [x, width, place] = [pixels, 3, 0];
  channels.forEach((to, stage) => {
    for (const stride of stage === 0 ? [2] : [2, 1]) {
      const y = conv2d(m.at(place), x, width, to, { stride });
      x = groupNorm(m.at(place + 1), y, { channels: to, groups, epsilon: EPSILON, hasSilu: true });
      [width, place] = [to, place + 3]; // the activation counts as a place of its own
    }
  });
  return x.mean([2, 3]);
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) > 0;

function listOf<T>(value: unknown, is: (item: unknown) => item is T, where: string): T[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  if (items.length > 0 && items.every(is)) return items;
  throw new Error(`${where}: expected a list that is not empty, got ${JSON.stringify(value)}`);
}

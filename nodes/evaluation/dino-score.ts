import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link } from '../../graph-server/engine/sockets.ts';
import { likenessScores, scoreText } from '../../method/evaluation/picture-scores.ts';
import { FLOAT, IMAGE, STRING } from '../sockets.ts';
import { chosenLikenessJudge, judgeBundles, judgeKey, LIKENESS_PRESETS } from './chosen-judge.ts';

/** DINO-I of pictures (Caron et al. 2021; Wei et al. 2023, section 4.1), or ID-I with a bundle's identity network. */
export const DINOScore = defineNode({
  type: 'DINOScore',
  displayName: 'DINO Score',
  category: 'evaluation',
  description:
    'How pictures resemble the references in identity: cosines of DINO, or of a bundle’s identity network.',
  aliases: ['dino-i', 'id-i', 'identity', 'metric'],
  isOutput: true,
  inputs: {
    images: link(IMAGE),
    references: link(IMAGE, { tooltip: 'Photographs of the subject.' }),
    preset: choice(LIKENESS_PRESETS, {
      default: 'tiny-id',
      tooltip: 'tiny-id: the identity network of the bundle; dino-s16: DINO ViT-S/16 of models/evaluators.',
    }),
    bundle: choice(judgeBundles, { tooltip: 'The bundle whose identity network tiny-id means.' }),
  },
  outputs: { mean: FLOAT, max: FLOAT, text: STRING },
  outputTooltips: ['Mean over references and pictures.', 'Of the nearest reference.', ''],

  fingerprint: ({ bundle }, folders) => judgeKey(bundle, folders),

  async run({ images, references, preset, bundle }, { folders, signal }) {
    const judge = await chosenLikenessJudge(preset, bundle, folders);
    const [mean, max] = await likenessScores(judge, images, references, signal);
    const shown = scoreText(judge.id, [mean, max]);
    return { mean: mean.mean, max: max.mean, text: shown, ui: { text: [shown] } };
  },
});

import { defineNode } from '../../graph-server/engine/define-node.ts';
import { choice, link, optional, text } from '../../graph-server/engine/sockets.ts';
import { TEXT_PRESETS } from '../../method/evaluation/open-judges.ts';
import { likenessScores, scoreText, textScore } from '../../method/evaluation/picture-scores.ts';
import { scoredText } from '../../method/evaluation/scored-text.ts';
import { FLOAT, IMAGE, STRING } from '../sockets.ts';
import { chosenTextJudge, judgeBundles, judgeKey } from './chosen-judge.ts';

/** CLIP-T and CLIP-I of pictures (Radford et al. 2021; Wei et al. 2023, section 4.1). */
export const CLIPScore = defineNode({
  type: 'CLIPScore',
  displayName: 'CLIP Score',
  category: 'evaluation',
  description:
    'How well pictures follow a prompt (CLIP-T), and how they resemble the references (CLIP-I): cosines.',
  aliases: ['clip-t', 'clip-i', 'metric'],
  isOutput: true,
  inputs: {
    images: link(IMAGE),
    references: optional(
      link(IMAGE, { tooltip: 'Photographs of the subject; without them CLIP-I is not a number.' }),
    ),
    prompt: text({ default: 'a photo of a S*', tooltip: 'What the pictures were asked to show.' }),
    category: text({
      placeholder: 'dog',
      tooltip: 'The word that takes the place of S* in the scored text.',
    }),
    preset: choice(TEXT_PRESETS, {
      default: 'tiny-clip',
      tooltip: 'The network, and how it is shown a picture.',
    }),
    bundle: choice(judgeBundles, { tooltip: 'The bundle whose own CLIP tiny-clip means.' }),
  },
  outputs: { CLIP_T: FLOAT, CLIP_I_mean: FLOAT, CLIP_I_max: FLOAT, text: STRING },
  outputTooltips: [
    'Mean over the pictures.',
    'Mean over references and pictures.',
    'Of the nearest reference.',
    '',
  ],

  fingerprint: ({ bundle }, folders) => judgeKey(bundle, folders),

  async run({ images, references, prompt, category, preset, bundle }, { folders, signal }) {
    const asked = scoredText(prompt, category);
    if (category === '' && asked !== prompt) throw new Error('category: expected the word for S*, got none');
    const judge = await chosenTextJudge(preset, bundle, folders);
    const alignment = await textScore(judge, images, asked, signal);
    const likeness = references ? await likenessScores(judge, images, references, signal) : [];
    const shown = scoreText(judge.id, [alignment, ...likeness]);
    const [mean = NaN, max = NaN] = likeness.map((score) => score.mean);
    const scores = { CLIP_T: alignment.mean, CLIP_I_mean: mean, CLIP_I_max: max };
    return { ...scores, text: shown, ui: { text: [shown] } };
  },
});

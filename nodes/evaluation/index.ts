import { definePack } from '../../graph-server/engine/define-node.ts';
import { CLIPScore } from './clip-score.ts';
import { CopyCheck } from './copy-check.ts';
import { DINOScore } from './dino-score.ts';

export default definePack({ name: 'evaluation', nodes: [CLIPScore, DINOScore, CopyCheck] });

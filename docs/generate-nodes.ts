import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import diffusion from '../nodes/diffusion/index.ts';
import elite from '../nodes/elite/index.ts';
import evaluation from '../nodes/evaluation/index.ts';
import image from '../nodes/image/index.ts';
import { nodesPage } from './nodes-page.ts';

/** Writes docs/nodes.md; `npm run docs:nodes` starts it. */
writeFileSync(join(import.meta.dirname, 'nodes.md'), await nodesPage([elite, diffusion, image, evaluation]));

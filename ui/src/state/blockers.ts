import { computed } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { problemsOf, type Problem } from '../model/problem.ts';
import { placeholdersIn } from '../model/prompt-reading.ts';
import { isPromptOf, promptOf } from '../model/roles.ts';
import { doc, types } from './editor.ts';
import { badMask } from './mask-check.ts';
import { isConnected } from './run.ts';

/** Why the graph cannot run now, first things first. */
export const blockers = computed((): readonly Problem[] => {
  if (types.value.size <= 2) return [];
  const away = isConnected.value ? [] : [{ sentence: words.run.away }];
  const mask = badMask.value ? [badMask.value] : [];
  return [...away, ...problemsOf(doc.value, types.value, [...mask, ...withoutSubject()])];
});

/** Prompts in which the words of a subject have no place. */
function withoutSubject(): Problem[] {
  return [...doc.value.nodes.values()].flatMap((node): Problem[] => {
    const type = types.value.get(node.type);
    if (!type || node.state !== 'on' || !isPromptOf(doc.value, node, type)) return [];
    const field = promptOf(type);
    const text = field === undefined ? undefined : node.values[field];
    if (field === undefined || typeof text !== 'string' || placeholdersIn(text).length > 0) return [];
    return [
      {
        node: node.id,
        input: field,
        sentence: `${node.title ?? type.title}: ${words.prompt.missing}`,
      },
    ];
  });
}

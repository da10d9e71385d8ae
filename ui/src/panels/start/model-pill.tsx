import { words } from '../../messages/en/words.ts';
import { startWords as text } from '../../messages/en/start.ts';
import { isReady } from '../../state/ready.ts';
import { isConnected } from '../../state/run.ts';
import { modelFacts } from '../../state/start.ts';

/** What draws the pictures, and whether it can. */
export function ModelPill() {
  const facts = modelFacts.value;
  const isAway = isReady.value && !isConnected.value;
  return (
    <span class={`pill ${isAway ? 'away' : ''}`} role="status">
      {isAway
        ? words.server.away
        : !isReady.value
          ? text.starting
          : facts?.isExperimental
            ? text.small(facts.world)
            : text.ready(facts?.title ?? '')}
    </span>
  );
}

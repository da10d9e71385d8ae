import { effect, signal } from '@preact/signals';
import { words } from '../messages/en/words.ts';
import { keepNow, openDraft } from './drafts.ts';
import { doc, isReadOnly } from './editor.ts';
import { randomId } from './random-id.ts';
import { say } from './toasts.ts';

/** What tabs with the same document say to each other. */
interface TabMessage {
  readonly kind: 'hello' | 'here' | 'taking' | 'given';
  readonly from: string;
  readonly to?: string;
}

const LONGEST_WAIT_MS = 1000;
const tab = randomId();
const channel = signal<BroadcastChannel | undefined>(undefined);
let onGiven: () => void = () => undefined;

/** Tells other tabs which document is open here; the one that comes later only reads. */
export function followTabs(): () => void {
  let id = '';
  return effect(() => {
    if (doc.value.id === id) return;
    id = doc.value.id;
    channel.peek()?.close();
    isReadOnly.value = false;
    const next = new BroadcastChannel(`elite-graph.${id}`);
    next.onmessage = ({ data }: MessageEvent<TabMessage>) => void receive(data, next);
    channel.value = next;
    send(next, { kind: 'hello', from: tab });
  });
}

/** Goes on editing here what another tab holds; that one keeps its work first and then only reads. */
export async function takeOver(): Promise<void> {
  const open = channel.value;
  if (!open) return;
  const { id } = doc.value;
  await new Promise<void>((resolve) => {
    onGiven = resolve;
    setTimeout(resolve, LONGEST_WAIT_MS);
    send(open, { kind: 'taking', from: tab });
  });
  isReadOnly.value = false;
  await openDraft(id, true);
}

async function receive(message: TabMessage, open: BroadcastChannel): Promise<void> {
  if (message.from === tab || (message.to !== undefined && message.to !== tab)) return;
  if (message.kind === 'hello' && !isReadOnly.value)
    send(open, { kind: 'here', from: tab, to: message.from });
  else if (message.kind === 'here') isReadOnly.value = true;
  else if (message.kind === 'given') onGiven();
  else if (message.kind === 'taking' && !isReadOnly.value) {
    await keepNow();
    isReadOnly.value = true;
    say(words.tabs.taken);
    send(open, { kind: 'given', from: tab, to: message.from });
  }
}

function send(open: BroadcastChannel, message: TabMessage): void {
  open.postMessage(message);
}

import { signal } from '@preact/signals';
import type { WheelDevice } from '../input/view.ts';
import { words } from '../messages/en/words.ts';
import { say } from './toasts.ts';

const KEY = 'elite-graph.wheel';
const NEXT: Readonly<Record<WheelDevice, WheelDevice>> = {
  auto: 'mouse',
  mouse: 'trackpad',
  trackpad: 'auto',
};

/** What turns the wheel, as the user chose. */
export const wheelDevice = signal<WheelDevice>(stored());

/** Chooses the next device, and says which it is. */
export function nextWheelDevice(): void {
  wheelDevice.value = NEXT[wheelDevice.value];
  localStorage.setItem(KEY, wheelDevice.value);
  say(words.wheel[wheelDevice.value]);
}

function stored(): WheelDevice {
  const choice = localStorage.getItem(KEY);
  return choice === 'mouse' || choice === 'trackpad' ? choice : 'auto';
}

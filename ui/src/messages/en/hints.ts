/** What the hints after the first card say. */
export const hintWords = {
  add: 'Double-click an empty place to add a node.',
  connect: 'Drag a dot to another one to connect them. Let go on an empty place to see what fits.',
  keys: 'Press ? to see every key.',
  place: (number: number, of: number) => `${number} of ${of}`,
  next: 'Next hint',
  done: 'Got it',
  none: 'No more hints',
} as const;

import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { compareWords as text } from '../messages/en/results.ts';

/** Says so where two pictures are not of one size: the second is fitted to the box of the first. */
export function SizeNote({ a, b }: { readonly a: string; readonly b: string }) {
  const note = useSignal('');
  useEffect(() => {
    let isOpen = true;
    Promise.all([a, b].map(sizeOf)).then(
      ([one = '', other = '']) => {
        if (isOpen) note.value = one === other ? '' : text.sizes(one, other);
      },
      () => undefined, // a picture that cannot be read shows so by itself
    );
    return () => {
      isOpen = false;
    };
  }, [a, b]);
  return note.value ? (
    <p class="quiet" role="status">
      {note.value}
    </p>
  ) : null;
}

async function sizeOf(url: string): Promise<string> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return `${picture.naturalWidth} × ${picture.naturalHeight}`;
}

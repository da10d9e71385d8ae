import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { sayError } from '../state/toasts.ts';

/** A component whose code is loaded when it is first shown. */
export function lazyPart<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  return function Part(props: Props) {
    const isLoaded = useSignal(loaded !== undefined);
    useEffect(() => {
      if (loaded) return;
      load().then((part) => {
        loaded = part;
        isLoaded.value = true;
      }, sayError);
    }, []);
    const Loaded = isLoaded.value ? loaded : undefined;
    return Loaded ? <Loaded {...props} /> : null;
  };
}

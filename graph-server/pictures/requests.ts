/** What the picture process is asked; bytes travel as they are. */
export type PictureRequest =
  | {
      readonly kind: 'preview';
      readonly bytes: Uint8Array;
      readonly format: 'webp' | 'jpeg';
      readonly quality: number;
      /** The most pixels of a side; a larger picture is made smaller. */
      readonly side?: number | undefined;
    }
  | { readonly kind: 'channel'; readonly bytes: Uint8Array; readonly channel: 'rgb' | 'a' }
  | { readonly kind: 'mask'; readonly bytes: Uint8Array; readonly original: Uint8Array }
  | { readonly kind: 'check'; readonly bytes: Uint8Array };

/** A request on its way to the process. */
export interface PictureQuestion {
  readonly id: number;
  readonly request: PictureRequest;
}

/** What comes back: the bytes of a picture, or why there are none. */
export type PictureAnswer =
  { readonly id: number; readonly bytes: Uint8Array } | { readonly id: number; readonly error: string };

import { signal } from '@preact/signals';
import type { GraphLink } from '../model/document.ts';
import type { FieldPlace } from '../model/roles.ts';
import type { WantedSlot } from '../model/search.ts';

/** Where a node that is chosen in the palette goes, and what it is connected to. */
export interface PaletteRequest {
  /** A point of the graph. */
  readonly at: readonly [number, number];
  readonly wanted?: WantedSlot;
  /** The node that the chosen type takes the place of. */
  readonly replaces?: string;
  readonly end?: { readonly from: GraphLink['from'] } | { readonly to: GraphLink['to'] };
}

/** A choice that only the user can make. */
export interface Question {
  readonly text: string;
  readonly choices: readonly {
    readonly label: string;
    readonly isMain?: boolean;
    readonly run: () => void;
  }[];
}

/** An entry of a menu; null is a line. */
export type MenuEntry = {
  readonly label: string;
  readonly keys?: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
} | null;

/** A menu at a point of the page. */
export interface Menu {
  readonly at: readonly [clientX: number, clientY: number];
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** The open dialogs, the uppermost last: what lies beside it cannot be reached. */
export const modals = signal<readonly object[]>([]);

/** Does something once the open dialogs are gone and the focus is back where it was. */
export function afterDialogs(act: () => void): void {
  requestAnimationFrame(() => {
    if (modals.value.length === 0) act();
    else afterDialogs(act);
  });
}

/** The open palette. */
export const palette = signal<PaletteRequest | undefined>(undefined);
/** The open question. */
export const question = signal<Question | undefined>(undefined);
/** The open menu. */
export const menu = signal<Menu | undefined>(undefined);
/** Whether a name to save under is being asked for. */
export const isNaming = signal(false);
/** The workflow of the user's own that gets another name. */
export const renamingFile = signal<string | undefined>(undefined);
/** The concept of the user's own that gets another name. */
export const renamingConcept = signal<{ readonly file: string; readonly name: string } | undefined>(
  undefined,
);
/** The node whose title is being edited. */
export const renaming = signal<string | undefined>(undefined);
/** Whether the list of keys is open. */
export const isShowingKeys = signal(false);
/** The photo field whose picture is being cut to a square, or whose mask is being painted. */
export const retouching = signal<{ readonly kind: 'crop' | 'mask'; readonly place: FieldPlace } | undefined>(
  undefined,
);
/** The field for which another value is chosen. */
export const picking = signal<FieldPlace | undefined>(undefined);
/** What is done with links: made, taken off, moved to other slots. */
export type LinkingKind = 'connect' | 'takeOff' | 'move';
/** The node whose links are being changed from a list. */
export const linking = signal<{ readonly kind: LinkingKind; readonly node: string } | undefined>(undefined);
/** The large dialog that is open. */
export const part = signal<'sweep' | 'gallery' | 'queue' | 'commands' | 'models' | 'states' | undefined>(
  undefined,
);
/** A result that fills the window. */
export const enlarged = signal<string | undefined>(undefined);

import { effect, signal } from '@preact/signals';

/** What the user chose, and what is shown. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const KEY = 'elite-graph.theme';
const isDark = matchMedia('(prefers-color-scheme: dark)');
const hasMoreContrast = matchMedia('(prefers-contrast: more)');
const hasForcedColors = matchMedia('(forced-colors: active)');
const systemTheme = signal<'light' | 'dark'>(isDark.matches ? 'dark' : 'light');

/** The chosen theme. */
export const themeChoice = signal<ThemeChoice>(stored());

/** The theme on the screen. */
export const theme = signal<'light' | 'dark'>('light');

const NEXT: Readonly<Record<ThemeChoice, ThemeChoice>> = { system: 'light', light: 'dark', dark: 'system' };

/** Counts the changes of what the system asks of colours: the canvas reads them anew. */
export const colorChanges = signal(0);

/** Chooses the next theme. */
export function nextTheme(): void {
  themeChoice.value = NEXT[themeChoice.value];
  localStorage.setItem(KEY, themeChoice.value);
}

/** Keeps the page in the chosen theme. */
export function followTheme(): void {
  isDark.addEventListener('change', () => {
    systemTheme.value = isDark.matches ? 'dark' : 'light';
  });
  for (const asked of [hasMoreContrast, hasForcedColors])
    asked.addEventListener('change', () => (colorChanges.value += 1));
  effect(() => {
    const choice = themeChoice.value;
    const shown = choice === 'system' ? systemTheme.value : choice;
    document.documentElement.dataset['theme'] = shown;
    theme.value = shown;
  });
}

function stored(): ThemeChoice {
  const choice = localStorage.getItem(KEY);
  return choice === 'light' || choice === 'dark' ? choice : 'system';
}

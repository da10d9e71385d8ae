import { render } from 'preact';
import { App } from './shell/app.tsx';
import { boot } from './shell/boot.ts';
import { followTheme } from './state/theme.ts';

followTheme();
const root = document.getElementById('app');
if (root) render(<App />, root);
void boot();

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { editorTests } from './editor-tests.ts';

const frontEnd = process.env['COMFYUI_FRONT_END'] ?? installed();

describe("ComfyUI's own front-end", () => {
  if (frontEnd === undefined) {
    it('boots, opens the generate workflow, runs it and shows the picture', function () {
      const sentence =
        "front-end: expected PyPI's comfyui-frontend-package, got none (pip install --no-deps comfyui-frontend-package)";
      if (process.env['REQUIRE_TOOLS'] === '1') throw new Error(sentence);
      console.log(`    ${sentence}`);
      this.skip();
    });
    return;
  }
  const { server, openBlank } = editorTests({ frontEnd });

  it('boots, opens the generate workflow, runs it and shows the picture', async () => {
    const { page, complaints } = await openBlank();
    await page.goto(server().url);
    await page.getByRole('dialog').getByText('generate', { exact: true }).click();
    await page.waitForFunction(() => (document.title.includes('generate') ? true : null));
    const shown = page.waitForResponse((answer) => /\/view\?.*type=output/.test(answer.url()));
    await page.getByRole('button', { name: 'Run', exact: true }).first().click();
    const picture = await shown;
    assert.equal(picture.status(), 200);
    assert.equal(picture.headers()['content-type'], 'image/png');
    assert.deepEqual(
      complaints.filter((text) => !/'https:\/\/[^']+' violates .* Content Security Policy/.test(text)),
      [],
    );
  });
});

/** The static files of the Python package, if Python has it. */
function installed(): string | undefined {
  const question =
    'import importlib.util as u; s = u.find_spec("comfyui_frontend_package"); print(s.origin if s else "")';
  try {
    const origin = execFileSync('python3', ['-c', question], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const folder = join(origin.trim(), '..', 'static');
    return existsSync(join(folder, 'index.html')) ? folder : undefined;
  } catch {
    return undefined;
  }
}

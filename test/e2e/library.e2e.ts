import { expect } from '@playwright/test';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test } from './helpers/app.ts';
import { textOfBlankPage } from './helpers/blank-page.ts';
import { call, startRun, waitForStatus } from './helpers/workbench.ts';

const LIBRARY = resolve(import.meta.dirname, '../../out/library/ninestep-predictor.mjs');

/** What docs/library.md tells an author of pages to write, with as many rows as the app answers at once. */
const PAGE = `<script type="module">
  import { loadModel } from './ninestep-predictor.mjs';
  const model = loadModel(await (await fetch('model.json')).text());
  const rows = await (await fetch('rows.json')).json();
  document.body.textContent = JSON.stringify(rows.map(model.predictValues));
</script>`;

test('the library answers 1,000 rows in a blank page with the bits of the app', async ({ workbench }) => {
  const { page, electron, folders } = workbench;
  const { id } = await startRun(page, 20);
  await waitForStatus(page, id, 'finished');
  const rows = Array.from({ length: 1_000 }, (_, k) => [k / 7 - 20, 100 - k / 13]);
  const { outputs } = await call(page, 'modelPredict', { runId: id, rows });
  const folder = mkdtempSync(join(tmpdir(), 'ninestep-page-'));
  try {
    copyFileSync(LIBRARY, join(folder, 'ninestep-predictor.mjs'));
    copyFileSync(join(folders.workspace, 'runs', id, 'model.json'), join(folder, 'model.json'));
    writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows));
    writeFileSync(join(folder, 'index.html'), PAGE);
    expect(JSON.parse(await textOfBlankPage(electron, folder))).toEqual(outputs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  await workbench.expectClean();
});

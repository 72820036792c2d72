import { expect } from '@playwright/test';
import { test } from './helpers/app.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { openStage, setWindowSize, STAGES } from './helpers/window.ts';
import { call, commandRun, ENDLESS, startRun, waitForEpochs, waitForStatus } from './helpers/workbench.ts';

for (const { theme, width, height, name: title } of LOOKS) {
  test(`every screen is accessible and fits: ${title}`, async ({ workbench }, testInfo) => {
    const { page, electron } = workbench;
    await setWindowSize(electron, width, height);
    await call(page, 'settingsChange', { theme });
    await waitForStatus(page, (await startRun(page, 30)).id, 'finished');
    // The newest run is what the draft shows; this one can be continued.
    const { id } = await startRun(page, ENDLESS);
    await waitForEpochs(page, id, 1);
    await commandRun(page, id, 'stop');
    await waitForStatus(page, id, 'stopped');
    await page.reload();
    for (const state of ['draft', 'run'] as const) {
      for (const stage of STAGES) {
        await openStage(page, stage);
        await page.getByRole('heading').first().waitFor();
        await page.screenshot({ path: testInfo.outputPath(`${state}-${stage}.png`) });
        expect.soft(await seriousFindings(page), `axe on ${stage} (${state})`).toEqual([]);
        expect.soft(await pageOverflows(page), `${stage} (${state}) overflows`).toBe(false);
      }
      // The last stage is the history: from here on, the run that was opened in it.
      await page.getByRole('row', { name: /Finished/ }).dblclick();
    }
    await workbench.expectClean();
  });
}

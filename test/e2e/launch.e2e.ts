import type { RunEntry } from '@shared/model/run.ts';
import { expect, type Locator, type Page } from '@playwright/test';
import { launchApp, type TestApp, test } from './helpers/app.ts';
import { LOOKS, pageOverflows, seriousFindings } from './helpers/looks.ts';
import { openStage, setWindowSize } from './helpers/window.ts';
import {
  call,
  ENDLESS,
  exampleExperiment,
  listRuns,
  queueState,
  runOf,
  waitForEpochs,
  waitForStatus,
} from './helpers/workbench.ts';

/** Launches runs of a name each, one after the other; they last until they are stopped. */
async function launchEndless(page: Page, names: readonly string[], epochs = ENDLESS): Promise<string[]> {
  const experiment = await exampleExperiment(page, epochs);
  const ids: string[] = [];
  for (const name of names)
    ids.push((await call(page, 'runStart', { experiment: { ...experiment, name } })).id);
  return ids;
}

const LONG_NAME = 'A name that goes on for so long that no row has room for all of it '.repeat(2);
const NAMES = ['one', 'two', 'three', 'four', 'five'];
const panel = (page: Page) => page.getByRole('complementary', { name: 'Queue' });
const openQueue = (page: Page) => page.keyboard.press('Control+J');
const row = (page: Page, name: string) =>
  panel(page)
    .getByRole('listitem')
    .filter({ has: page.getByRole('button', { name: `Take ${name} out of the queue` }) });

async function waitingNames(page: Page): Promise<string[]> {
  const runs = new Map((await listRuns(page)).map((run) => [run.id, run.name]));
  return (await queueState(page)).waiting.map((id) => runs.get(id) ?? '');
}

async function groupRuns(page: Page): Promise<RunEntry[]> {
  return (await listRuns(page)).filter(({ group }) => group !== undefined);
}

/** Every run of every group has ended. */
async function untilGroupsEnded(page: Page, runs: number): Promise<RunEntry[]> {
  const unfinished = async () => {
    const all = await groupRuns(page);
    return all.length === runs && all.every(({ endedAt }) => endedAt !== null);
  };
  await expect.poll(unfinished, { timeout: 50_000 }).toBe(true);
  return groupRuns(page);
}

/** The draft, with so few epochs that many runs of it are soon over. */
async function shortenDraft(page: Page, epochs: number): Promise<void> {
  await openStage(page, 'Train');
  const field = page.getByRole('textbox', { name: 'Epochs', exact: true });
  await field.fill(String(epochs));
  await field.blur();
}

/** Opens the dialog of sweeps by the keyboard, with the learning rate as its first setting. */
async function sweepLearningRate(page: Page): Promise<Locator> {
  await page.keyboard.press('Control+Shift+S');
  const dialog = page.getByRole('dialog', { name: 'Sweep' });
  await expect(dialog.getByRole('combobox', { name: 'Add a setting' })).toBeFocused();
  await page.keyboard.type('learning rate');
  await page.keyboard.press('Enter');
  return dialog;
}

test.describe('the queue', () => {
  test('trains as many runs as it has cores for, in an order that keys and drag change', async ({
    workbench,
  }) => {
    const { page } = workbench;
    await call(page, 'queueConfigure', { budget: 1 });
    const [first] = await launchEndless(page, NAMES);
    await waitForEpochs(page, first!, 1);
    await openQueue(page);
    await expect(page.getByRole('button', { name: /1 running · 4 waiting/ })).toBeVisible();
    expect(await waitingNames(page)).toEqual(['two', 'three', 'four', 'five']);

    await panel(page).getByRole('button', { name: 'four, 3 of 4' }).focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => waitingNames(page)).toEqual(['two', 'four', 'three', 'five']);
    await expect(panel(page).getByRole('button', { name: 'four, 2 of 4' })).toBeFocused();
    await expect(page.getByText('four is now 2 of 4.')).toBeAttached();

    await row(page, 'five').dragTo(row(page, 'two'), { targetPosition: { x: 80, y: 3 } });
    await expect.poll(() => waitingNames(page)).toEqual(['five', 'two', 'four', 'three']);

    await panel(page).getByRole('button', { name: 'Take two out of the queue' }).click();
    await expect.poll(() => waitingNames(page)).toEqual(['five', 'four', 'three']);
    expect(await seriousFindings(page)).toEqual([]);
    await panel(page).getByRole('button', { name: 'Stop all' }).click();
    await expect.poll(async () => (await queueState(page)).inUse).toBe(0);
    expect(await waitingNames(page)).toEqual([]);
    // Stopping one did not begin the next.
    for (const run of await listRuns(page)) if (run.id !== first) expect(run.epochsDone).toBe(0);
    await workbench.expectClean();
  });

  test('takes more and fewer cores while it works, and keeps what a run had done', async ({ workbench }) => {
    const { page } = workbench;
    const { cores } = await queueState(page);
    test.skip(cores < 2, 'needs two cores');
    await call(page, 'queueConfigure', { budget: 1 });
    const [first, second] = await launchEndless(page, ['one', 'two']);
    await openQueue(page);
    await panel(page).getByRole('button', { name: 'One core more' }).click();
    await waitForEpochs(page, second!, 1);
    await panel(page).getByRole('button', { name: 'One core less' }).click();
    await waitForStatus(page, second!, 'queued');
    const { epochsDone } = await runOf(page, second!);
    expect(epochsDone).toBeGreaterThan(0);
    expect((await runOf(page, first!)).status).toBe('running');
    await expect(panel(page).getByText(/from epoch/)).toBeVisible();
    await call(page, 'runCommand', { runIds: [first!], command: 'stop' });
    await waitForEpochs(page, second!, epochsDone + 1);
    await workbench.expectClean();
  });

  test('is paused, held and resumed as a whole', async ({ workbench }) => {
    const { page } = workbench;
    await call(page, 'queueConfigure', { budget: 1 });
    const [first, second] = await launchEndless(page, ['one', 'two']);
    await waitForEpochs(page, first!, 1);
    await openQueue(page);
    await panel(page).getByRole('button', { name: 'Pause all' }).click();
    await waitForStatus(page, first!, 'paused');
    await expect(panel(page).getByText(/The queue is held/)).toBeVisible();
    expect((await runOf(page, second!)).status).toBe('queued');
    await panel(page).getByRole('button', { name: 'Resume all' }).click();
    await waitForStatus(page, first!, 'running');
    await expect(panel(page).getByText(/The queue is held/)).toBeHidden();

    await panel(page).getByRole('button', { name: 'Hold' }).click();
    await call(page, 'runCommand', { runIds: [first!], command: 'stop' });
    await waitForStatus(page, first!, 'stopped');
    expect((await runOf(page, second!)).status).toBe('queued');
    await panel(page).getByRole('button', { name: 'Go on' }).click();
    await waitForEpochs(page, second!, 1);
    await workbench.expectClean();
  });

  test('goes on after a quit that was asked about, and with the order it had', async ({ folders }) => {
    const app = await launchApp(folders);
    await call(app.page, 'queueConfigure', { budget: 1 });
    const ids = await launchEndless(app.page, ['one', 'two', 'three']);
    await waitForEpochs(app.page, ids[0]!, 5);
    await call(app.page, 'queueMove', { runIds: [ids[2]!], before: ids[1]! });
    const asked = await quitAsked(app);
    expect(asked).toMatch(/Quit with 1 run in training and 2 runs waiting\?/);

    const next = await launchApp(folders);
    await waitForEpochs(next.page, ids[0]!, 6);
    expect(await waitingNames(next.page)).toEqual(['three', 'two']);
    await expect(next.page.getByRole('button', { name: /1 running · 2 waiting/ })).toBeVisible();
    await next.expectClean();
    await next.close();
  });
});

/** Quits as a person does who is asked and agrees. Returns the question. */
async function quitAsked(app: TestApp): Promise<string> {
  const gone = new Promise<void>((resolve) => app.electron.process().once('exit', () => resolve()));
  const question = app.electron.evaluate(({ app: electronApp, dialog }) => {
    // A test is not asked; this one wants to be.
    delete process.env.NINESTEP_TEST;
    return new Promise<string>((resolve) => {
      dialog.showMessageBox = ((...given: { message?: string }[]) => {
        resolve(given.at(-1)?.message ?? '');
        // The answer to the test must be on its way before there is nobody left to give it.
        return new Promise((answer) =>
          setTimeout(() => answer({ response: 0, checkboxChecked: false }), 200),
        );
      }) as typeof dialog.showMessageBox;
      electronApp.quit();
    });
  });
  const text = await question;
  await gone;
  return text;
}

test.describe('launching many', () => {
  test('repeats the draft with three seeds', async ({ workbench }) => {
    const { page } = workbench;
    await shortenDraft(page, 3);
    await page.getByRole('button', { name: 'Launch many runs' }).click();
    await page.getByRole('menuitem', { name: /Repeat with k Seeds/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Repeat with k seeds' });
    await expect(dialog.getByRole('textbox', { name: 'Seeds' })).toBeFocused();
    await dialog.getByRole('textbox', { name: 'Seeds' }).fill('3');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Launch 3 runs' }).click();
    const runs = await untilGroupsEnded(page, 3);
    expect(runs.map(({ experiment }) => experiment.network.seed).sort()).toEqual([1, 2, 3]);
    await expect(page.getByText(/3 runs have ended: 3 finished/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Close this notice' })).toHaveCount(1);
    await workbench.expectClean();
  });

  test('sweeps a small grid that was put together by the keyboard', async ({ workbench }) => {
    const { page } = workbench;
    await shortenDraft(page, 2);
    const dialog = await sweepLearningRate(page);
    await dialog.getByRole('textbox', { name: 'Steps' }).fill('2');
    await dialog.getByRole('combobox', { name: 'Add a setting' }).fill('hidden layers');
    await page.keyboard.press('Enter');
    await dialog.getByRole('textbox', { name: 'Hidden layers to add' }).fill('6 tanh, 3 relu');
    await page.keyboard.press('Enter');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: 'Launch 4 runs' }).click();
    const runs = await untilGroupsEnded(page, 4);
    expect(new Set(runs.map(({ name }) => name)).size).toBe(4);
    expect(runs.every(({ status }) => status === 'finished')).toBe(true);
    await workbench.expectClean();
  });

  test('halves a sweep: all begin, few are trained to the end', async ({ workbench }) => {
    const { page } = workbench;
    await shortenDraft(page, 18);
    const dialog = await sweepLearningRate(page);
    await dialog.getByRole('textbox', { name: 'Steps' }).fill('9');
    await dialog.getByRole('checkbox', { name: 'Successive halving' }).check();
    await dialog.getByRole('textbox', { name: 'First rung' }).fill('2');
    await expect(dialog.getByText(/Saves up to \d+ % of the epochs/)).toBeVisible();
    await dialog.getByRole('button', { name: 'Launch 9 runs' }).click();
    await expect
      .poll(async () => (await groupRuns(page)).some(({ status }) => status === 'finished'), {
        timeout: 50_000,
      })
      .toBe(true);
    const runs = await untilGroupsEnded(page, 9);
    const spent = runs.reduce((sum, { epochsDone }) => sum + epochsDone, 0);
    expect(spent).toBeLessThan((9 * 18) / 2);
    expect(runs.every(({ epochsDone }) => epochsDone >= 2)).toBe(true);
    await workbench.expectClean();
  });

  test('refuses in place what cannot be launched', async ({ workbench }) => {
    const { page } = workbench;
    const dialog = await sweepLearningRate(page);
    const launch = dialog.getByRole('button', { name: /^Launch/ });
    await dialog.getByRole('textbox', { name: 'From' }).fill('5');
    await expect(dialog.getByText(/Exchange the two ends/).first()).toBeVisible();
    await expect(launch).toBeDisabled();
    await dialog.getByRole('textbox', { name: 'From' }).fill('0.001');
    await dialog.getByRole('textbox', { name: 'Steps' }).fill('1001');
    await expect(launch).toBeDisabled();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await workbench.expectClean();
  });
});

test('a run is given more epochs, and waits in the queue for them', async ({ workbench }) => {
  const { page } = workbench;
  await call(page, 'queueConfigure', { budget: 1 });
  const [short] = await launchEndless(page, ['short'], 3);
  await waitForStatus(page, short!, 'finished');
  const [other] = await launchEndless(page, ['other']);
  await waitForEpochs(page, other!, 1);
  await call(page, 'runContinue', { runId: short!, moreEpochs: 4 });
  await waitForStatus(page, short!, 'queued');
  await openQueue(page);
  await expect(row(page, 'short').getByText('from epoch 3')).toBeVisible();
  await call(page, 'runCommand', { runIds: [other!], command: 'stop' });
  await waitForEpochs(page, short!, 7);
  await workbench.expectClean();
});

for (const { theme, width, height, name: title } of LOOKS) {
  test(`dialogs and panel are accessible and fit: ${title}`, async ({ workbench }, testInfo) => {
    const { page, electron } = workbench;
    await setWindowSize(electron, width, height);
    await call(page, 'settingsChange', { theme });
    await call(page, 'queueConfigure', { budget: 1 });
    const [first] = await launchEndless(page, [...NAMES, LONG_NAME]);
    await waitForEpochs(page, first!, 1);
    // Nothing is trained while it is looked at: two cores have enough to do with the looking.
    await call(page, 'queueConfigure', { isHeld: true });
    await call(page, 'runCommand', { runIds: [first!], command: 'pause' });
    await waitForStatus(page, first!, 'paused');
    await page.reload();
    const look = async (name: string): Promise<void> => {
      await page.screenshot({ path: testInfo.outputPath(`${name}.png`) });
      expect.soft(await seriousFindings(page), `axe on ${name}`).toEqual([]);
      expect.soft(await pageOverflows(page), `${name} overflows`).toBe(false);
    };
    for (const [name, keys] of [
      ['seeds', 'Control+Shift+R'],
      ['folds', 'Control+Shift+K'],
      ['sweep', 'Control+Shift+S'],
    ] as const) {
      await page.keyboard.press(keys);
      await page.getByRole('dialog').waitFor();
      await look(name);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    }
    await openQueue(page);
    await look('queue-held');
    await panel(page).getByRole('button', { name: 'Resume all' }).click();
    await waitForStatus(page, first!, 'running');
    await look('queue');
    await workbench.expectClean();
  });
}

import { expect } from '@playwright/test';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { launchApp, test, type TestApp } from './helpers/app.ts';
import { call, callRaw, startRun, waitForStatus } from './helpers/workbench.ts';

test('F9: an export goes where the save dialog says, and nowhere when it is cancelled', async ({
  workbench,
}) => {
  const { page, electron, folders } = workbench;
  const { id } = await startRun(page, 3);
  await waitForStatus(page, id, 'finished');
  await answerSaveDialog(workbench, '');
  expect(await call(page, 'modelExport', { runId: id, format: 'json', numbers: 'readable' })).toEqual({
    status: 'cancelled',
  });
  expect(await callRaw(page, 'exportReveal', {})).toMatchObject({ error: { code: 'FILE_NOT_FOUND' } });

  const path = join(folders.workspace, 'exported.json');
  await answerSaveDialog(workbench, path);
  const saved = await call(page, 'modelExport', { runId: id, format: 'json', numbers: 'readable' });
  expect(saved).toMatchObject({ status: 'saved', fileName: 'exported.json', largestDifference: 0 });
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ format: 'ninestep-model' });
  const asked = await electron.evaluate(() => (globalThis as { askedFor?: string }).askedFor);
  expect(asked).toBe('The article, solved.json');
});

/** Stands in for a person who picks `path`, or cancels (''). */
async function answerSaveDialog({ electron }: TestApp, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = ((_window: unknown, options: Electron.SaveDialogOptions) => {
      (globalThis as { askedFor?: string | undefined }).askedFor = options.defaultPath;
      return Promise.resolve({ canceled: filePath === '', filePath });
    }) as typeof dialog.showSaveDialog;
  }, path);
}

test('M2: settings of a newer version work for this session and stay byte for byte', async ({ folders }) => {
  const path = join(folders.userData, 'settings.json');
  const text = '{ "version": 2, "theme": {"name": "neon"} }';
  writeFileSync(path, text);
  const app = await launchApp(folders);
  await expect(app.page.getByText('written by a newer Ninestep')).toBeVisible();
  expect((await call(app.page, 'settingsChange', { theme: 'dark' })).theme).toBe('dark');
  await app.close();
  expect(readFileSync(path, 'utf8')).toBe(text);
});

test('M3: broken settings are kept aside, told once, and replaced by defaults', async ({ folders }) => {
  writeFileSync(join(folders.userData, 'settings.json'), '{"version":1,"theme":"da');
  const app = await launchApp(folders);
  await expect(app.page.getByText('back to their defaults')).toBeVisible();
  const { settings: defaults, notices: untold } = await call(app.page, 'appSnapshot', {});
  expect({ theme: defaults.theme, untold }).toEqual({ theme: 'system', untold: [] });
  await call(app.page, 'settingsChange', { theme: 'dark' });
  await app.close();
  const kept = readdirSync(folders.userData).filter((name) => name.startsWith('settings.json.corrupt-'));
  expect(kept).toHaveLength(1);
  expect(readFileSync(join(folders.userData, kept[0]!), 'utf8')).toBe('{"version":1,"theme":"da');

  const again = await launchApp(folders);
  expect((await call(again.page, 'appSnapshot', {})).settings.theme).toBe('dark');
  await expect(again.page.getByText('back to their defaults')).toBeHidden();
  await again.close();
});

test('L1: the log names neither the home folder nor more than one line an entry', async ({ workbench }) => {
  await call(workbench.page, 'logError', { message: `first in ${homedir()}/secret\nsecond` });
  expect(workbench.readLog()).toContain('Window: first in ~/secret\\nsecond\n');
});

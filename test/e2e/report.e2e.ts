import { expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { test, type TestApp } from './helpers/app.ts';
import { seriousFindings } from './helpers/looks.ts';

const CLI = resolve(import.meta.dirname, '../../out/main/cli.cjs');
const IRIS = resolve(import.meta.dirname, '../../resources/datasets/iris.csv');

function ninestep(...args: readonly string[]): void {
  execFileSync(process.execPath, [CLI, ...args], { stdio: 'pipe' });
}

/** A file of the disk in a window of its own, as a browser shows it: nothing of Ninestep in it. */
async function openPage({ electron }: TestApp, path: string): Promise<Page> {
  const opened = electron.waitForEvent('window');
  await electron.evaluate(({ BrowserWindow }, file) => {
    const window = new BrowserWindow({ show: false, webPreferences: { partition: 'report', sandbox: true } });
    void window.loadFile(file);
  }, path);
  const page = await opened;
  await page.waitForLoadState('load');
  return page;
}

/** Printed by the window that shows `path`: how many pages it takes. */
function printedPages({ electron }: TestApp, path: string, pageSize: 'A4' | 'Letter'): Promise<number> {
  return electron.evaluate(
    async ({ BrowserWindow }, [file, size]) => {
      const window = BrowserWindow.getAllWindows().find((own) => own.webContents.getURL().endsWith(file))!;
      const pdf = await window.webContents.printToPDF({ pageSize: size, preferCSSPageSize: true });
      return pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
    },
    [path, pageSize] as const,
  );
}

test('a report opens by itself, is readable by everyone, light and dark, and is printed', async ({
  workbench,
  folders,
}) => {
  const run = join(folders.workspace, 'iris');
  const report = join(folders.workspace, 'iris.html');
  ninestep('train', IRIS, '--target', 'species', '--out', run, '--quiet');
  ninestep('export', run, '--format', 'report', '--out', report);
  const page = await openPage(workbench, report);
  await expect(page.getByRole('heading', { level: 1, name: 'iris' })).toBeVisible();
  await expect(page.getByRole('img', { name: 'Loss by epoch' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Methods, ready for a paper' })).toContainText(
    'Kingma & Ba, 2015',
  );
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFindings(page), colorScheme).toEqual([]);
  }
  for (const size of ['A4', 'Letter'] as const) {
    expect(await printedPages(workbench, 'iris.html', size)).toBeGreaterThan(3);
  }
  await workbench.expectClean();
});

import { expect, type Page } from '@playwright/test';
import type { WorkbenchEvent } from '@shared/ipc/contract.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestApp } from './helpers/app.ts';
import { call, callRaw } from './helpers/workbench.ts';

type Dropped = Extract<WorkbenchEvent, { type: 'file-dropped' }>;

interface ListeningWindow {
  workbench: { onEvent: (listener: (event: WorkbenchEvent) => void) => () => void };
  dropped: Dropped[];
}

/** Gathers in the page what main tells of dropped files. */
async function listen(page: Page): Promise<() => Promise<Dropped[]>> {
  await page.evaluate(() => {
    const self = window as unknown as ListeningWindow;
    self.dropped = [];
    self.workbench.onEvent((event) => {
      if (event.type === 'file-dropped') self.dropped.push(event);
    });
  });
  return () => page.evaluate(() => (window as unknown as ListeningWindow).dropped);
}

/** As the system does it when a person lets go of files above the window. */
async function drop(page: Page, files: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
}

function writeTable({ folders }: TestApp, name: string): string {
  mkdirSync(folders.workspace, { recursive: true });
  const path = join(folders.workspace, name);
  writeFileSync(path, 'width,kind\n1.5,rose\n2.5,iris\n3.5,rose\n');
  return path;
}

const open = (path: string) => ({ id: 'opening', table: { kind: 'path', path, format: null } }) as const;

test('E10: a file that is dropped onto the window is one that main will read for it', async ({
  workbench,
}) => {
  const { page } = workbench;
  const path = writeTable(workbench, 'flowers.csv');
  const dropped = await listen(page);
  await drop(page, [path]);
  await expect.poll(dropped).toEqual([{ type: 'file-dropped', path: 'flowers.csv', files: 1 }]);
  const { experiment } = await call(page, 'tableOpen', open('flowers.csv'));
  expect(experiment.data.source).toMatchObject({ kind: 'file', rows: 3 });
  await workbench.expectClean();
});

test('I4: what the page makes up is no dropped file, and a path alone opens nothing', async ({
  workbench,
}) => {
  const { page } = workbench;
  const path = writeTable(workbench, 'secret.csv');
  const dropped = await listen(page);
  await page.evaluate((name) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['made up'], name));
    for (const type of ['dragover', 'drop']) {
      document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
    }
  }, path);
  expect(await callRaw(page, 'tableOpen', open(path))).toMatchObject({ error: { code: 'NOT_ALLOWED' } });
  expect(await dropped()).toEqual([]);
});

import { _electron, type ElectronApplication, expect, type Page, test as base } from '@playwright/test';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const APP_FOLDER = resolve(import.meta.dirname, '../../..');

/** What a person's machine would hold: the profile, and the work. */
export interface TestFolders {
  readonly userData: string;
  readonly workspace: string;
}

/** The built app, started as a person would start it, and watched from its first moment. */
export interface TestApp {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly folders: TestFolders;
  /** All that the log of the app holds. */
  readLog(): string;
  /**
   * Fails on any console or page error, policy violation, refused request or error in the log so far. `known`: what another
   * program's page may say of the machine.
   */
  expectClean(known?: RegExp): Promise<void>;
  /** Quits as a person would. */
  close(): Promise<void>;
}

/** Every test gets an app of its own, with a fresh profile and an empty workspace. */
export const test = base.extend<{ folders: TestFolders; workbench: TestApp }>({
  folders: async ({}, use) => {
    const folders = makeFolders();
    await use(folders);
    removeFolders(folders);
  },
  workbench: async ({ folders }, use) => {
    const app = await launchApp(folders);
    await use(app);
    await app.close();
  },
});

function makeFolders(): TestFolders {
  return {
    userData: mkdtempSync(join(tmpdir(), 'ninestep-profile-')),
    workspace: mkdtempSync(join(tmpdir(), 'ninestep-work-')),
  };
}

function removeFolders({ userData, workspace }: TestFolders): void {
  // Chromium may still be writing to its profile when it is gone for us.
  for (const folder of [userData, workspace]) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

/** `more`: of the environment. */
export async function launchApp(folders: TestFolders, more: Record<string, string> = {}): Promise<TestApp> {
  const electron = await _electron.launch({
    args: launchArguments(folders),
    // Playwright would switch the sandbox off for everyone.
    chromiumSandbox: !isRoot(),
    cwd: APP_FOLDER,
    env: { ...launchEnvironment(folders), ...more },
  });
  const problems: string[] = [];
  electron.on('window', (page) => {
    watchPage(page, problems);
  });
  const page = await electron.firstWindow();
  watchPage(page, problems);
  await page.addInitScript(recordViolations);
  await page.evaluate(recordViolations);
  await page.waitForLoadState('load');
  const readLog = () => readLogFile(folders);
  return {
    electron,
    page,
    folders,
    readLog,
    expectClean: async (known) => {
      const unknown = problems.filter((problem) => known?.test(problem) !== true);
      const violations = await page.evaluate(() => window.ninestepViolations ?? []);
      const logged = readLog()
        .split('\n')
        .filter((line) => / (?:error|warn) /.test(line));
      expect({ problems: unknown, violations, logged }).toEqual({ problems: [], violations: [], logged: [] });
    },
    close: async () => {
      if (electron.process().exitCode === null && electron.process().signalCode === null)
        await electron.close();
    },
  };
}

/** Chromium refuses to run as root with its sandbox. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Everything after the name of the program. */
export function launchArguments(folders: TestFolders): string[] {
  return [...(isRoot() ? ['--no-sandbox'] : []), `--user-data-dir=${folders.userData}`, APP_FOLDER];
}

export function launchEnvironment(folders: TestFolders): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[0] !== 'ELECTRON_RENDERER_URL',
  );
  return { ...Object.fromEntries(inherited), NINESTEP_TEST: '1', NINESTEP_WORKSPACE: folders.workspace };
}

const watched = new WeakSet<Page>();

function watchPage(page: Page, problems: string[]): void {
  if (watched.has(page)) return;
  watched.add(page);
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      problems.push(`console ${message.type()}: ${message.text()}`);
    }
  });
}

declare global {
  interface Window {
    ninestepViolations?: string[];
  }
}

function recordViolations(): void {
  if (window.ninestepViolations !== undefined) return;
  const violations: string[] = (window.ninestepViolations = []);
  document.addEventListener('securitypolicyviolation', (event) => {
    violations.push(event.effectiveDirective);
  });
}

function readLogFile(folders: TestFolders): string {
  const path = join(folders.userData, 'logs', 'ninestep.log');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

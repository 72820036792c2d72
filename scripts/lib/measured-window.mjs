// @ts-check
import { _electron } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../ensure-build.mjs';
import { hasDisplay } from './display.mjs';
import { SetupError } from './messages.mjs';
import { projectFolder } from './project.mjs';
import { isRoot, prepareWindow } from './window.mjs';

/** Pixels of the window's inside. */
const SIZE = { width: 1280, height: 800 };

/**
 * A real window as a newcomer has it, with folders of its own that are gone afterwards.
 * @typedef {{
 *   electron: import('@playwright/test').ElectronApplication,
 *   page: import('@playwright/test').Page,
 * }} MeasuredWindow
 */

/**
 * Builds what is measured and finds what shows it. Throws SetupError where there is no display.
 * @returns {Promise<string>} path of the Electron program
 */
export async function prepareWindowToMeasure() {
  await ensureBuild();
  if (hasDisplay(process.platform, process.env)) return prepareWindow();
  throw new SetupError('The window has no display to open on.', {
    where: 'DISPLAY and WAYLAND_DISPLAY',
    todo: 'Run this under "xvfb-run -a".',
  });
}

/**
 * Opens the window, and closes it after `use`.
 * @param {string} executablePath
 * @param {(window: MeasuredWindow) => Promise<void>} use
 */
export async function withWindow(executablePath, use) {
  const folders = ['profile', 'work'].map((name) => mkdtempSync(join(tmpdir(), `ninestep-bench-${name}-`)));
  const electron = await _electron.launch({
    executablePath,
    args: [...(isRoot() ? ['--no-sandbox'] : []), `--user-data-dir=${folders[0] ?? ''}`, projectFolder],
    env: { ...inherited(), NINESTEP_TEST: '1', NINESTEP_WORKSPACE: folders[1] ?? '' },
  });
  try {
    const page = await electron.firstWindow();
    await electron.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
    }, SIZE);
    await use({ electron, page });
  } finally {
    await electron.close();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** @returns {Record<string, string>} */
function inherited() {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]])),
  );
}

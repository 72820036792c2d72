import type { ElectronApplication, Page } from '@playwright/test';

export const STAGES = ['Data', 'Network', 'Train', 'Evaluate', 'Export', 'Runs'] as const;
export type Stage = (typeof STAGES)[number];

export async function openStage(page: Page, stage: Stage): Promise<void> {
  await page
    .getByRole('navigation', { name: 'Stages' })
    .getByRole('button', { name: new RegExp(`^${stage}\\b`) })
    .click();
}

/** The system's own dialog cannot be driven; whoever asks it gets this path as the person's choice. */
export async function answerSaveDialog(electron: ElectronApplication, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, path);
}

/** The same for the dialog that opens files. */
export async function answerOpenDialog(electron: ElectronApplication, path: string): Promise<void> {
  await electron.evaluate(({ dialog }, filePath) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [filePath] });
  }, path);
}

/** The inside of the window, so that screenshots have the size that was asked for. */
export async function setWindowSize(
  electron: ElectronApplication,
  width: number,
  height: number,
): Promise<void> {
  await electron.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(w, h);
    },
    [width, height] as const,
  );
}

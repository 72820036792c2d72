import type { AppError } from '@shared/core/errors.ts';
import { type BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { basename } from 'node:path';

/** The save dialog asks about the file that it names. This asks about those that go beside it, told by TARGET_EXISTS. */
export async function askToReplace(window: BrowserWindow | null, { at = '' }: AppError): Promise<boolean> {
  const options: MessageBoxOptions = {
    type: 'question',
    message: 'Replace the files that go along, too?',
    detail: `${basename(at)} is there already, perhaps with others of an earlier export.`,
    buttons: ['Replace', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(options)
    : dialog.showMessageBox(window, options));
  return response === 0;
}

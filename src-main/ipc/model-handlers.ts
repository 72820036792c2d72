import { AppError } from '@shared/core/errors.ts';
import { EXPORT_FORMATS, type ExportFormat } from '@shared/model/export-formats.ts';
import { type BrowserWindow, dialog, type SaveDialogOptions, shell } from 'electron';
import { readRun } from '../storage/run-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { askToReplace } from './ask-to-replace.ts';
import { suggestFileName } from './export-name.ts';
import { requireRun } from './require-run.ts';

type ModelHandlers = Pick<
  Handlers,
  'model:describe' | 'model:predict' | 'model:preview' | 'model:export' | 'export:reveal'
>;

export function createModelHandlers({ service, workspace, window }: HandlerContext): ModelHandlers {
  /** Paths stay in main (I4): the page can only ask to show the last one. */
  let lastExport: string | null = null;
  return {
    'model:describe': async ({ runId }) =>
      service.call('describeModel', { directory: await requireRun(workspace, runId) }),
    'model:predict': async ({ runId, rows }) =>
      service.call('predictRows', { directory: await requireRun(workspace, runId), rows }),
    'model:preview': async ({ runId, ...choice }) =>
      service.call('previewExport', { directory: await requireRun(workspace, runId), ...choice }),
    'model:export': async ({ runId, ...choice }) => {
      const directory = await requireRun(workspace, runId);
      const { name } = await readRun(directory);
      const path = await askWhereToSave(window(), name, choice.format);
      if (path === null) return { status: 'cancelled' };
      const save = (replaces: 'main' | 'all') =>
        service.call('exportModel', { directory, choice, place: { path, replaces } });
      const saved = await save('main').catch(async (error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'TARGET_EXISTS') throw error;
        return (await askToReplace(window(), error)) ? save('all') : null;
      });
      if (saved === null) return { status: 'cancelled' };
      lastExport = path;
      return { status: 'saved', ...saved };
    },
    'export:reveal': async () => {
      if (lastExport === null) throw new AppError('FILE_NOT_FOUND', 'Nothing has been exported yet.');
      shell.showItemInFolder(lastExport);
      return Promise.resolve({});
    },
  };
}

/** The dialog itself asks before anything is overwritten (F9). */
async function askWhereToSave(
  window: BrowserWindow | null,
  runName: string,
  format: ExportFormat,
): Promise<string | null> {
  const { extension } = EXPORT_FORMATS[format];
  const options: SaveDialogOptions = {
    title: 'Export model',
    defaultPath: suggestFileName(runName, extension),
    filters: [{ name: EXPORT_FORMATS[format].label, extensions: [extension] }],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

import { IMPORT_FORMS } from '@shared/model/import-forms.ts';
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { readablePath } from './readable.ts';

type ImportHandlers = Pick<Handlers, 'import:inspect' | 'import:make'>;

export function createImportHandlers(context: HandlerContext): ImportHandlers {
  const { service, workspace, paths, window, library } = context;
  return {
    'import:inspect': async ({ path }) => {
      const chosen = path ?? (await askForModel(window()));
      if (chosen === null) return { status: 'cancelled' };
      // Only a path from the dialog is approved here; one from the window must have been before.
      const stored = path ?? paths.approve(chosen);
      const found = await service.call('inspectImport', {
        path: await readablePath(context, stored, 'path'),
      });
      return { status: 'found', path: stored, found };
    },
    'import:make': async ({ path, name, table }) => {
      const order = {
        path: await readablePath(context, path, 'path'),
        name,
        table: table && { ...table, path: await readablePath(context, table.path, 'table.path') },
        workspace: workspace.root,
        origin: 'window' as const,
      };
      const { runId, experiment, remarks } = await service.call('importRun', order);
      await library.opened();
      await library.add(runId);
      return { runId, experiment: paths.storedExperiment(experiment), remarks };
    },
  };
}

async function askForModel(window: BrowserWindow | null): Promise<string | null> {
  const extensions = [...new Set(Object.values(IMPORT_FORMS).flatMap((form) => form.extensions))];
  const options: OpenDialogOptions = {
    title: 'Import a model',
    filters: [
      { name: 'Models', extensions },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}

import { tableFormats } from '@shared/model/table-source.ts';
import { type BrowserWindow, dialog, type FileFilter, type OpenDialogOptions } from 'electron';

/** The open dialog; null where nothing was chosen. */
export async function askForTable(window: BrowserWindow | null, title: string): Promise<string | null> {
  const options: OpenDialogOptions = { title, filters: fileFilters(), properties: ['openFile'] };
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}

/** All tables first, then each format, and at last everything: a table may have any name. */
function fileFilters(): FileFilter[] {
  const formats = Object.values(tableFormats).map(({ label, extensions }) => ({
    name: label,
    extensions: [...extensions],
  }));
  return [
    { name: 'Tables', extensions: formats.flatMap(({ extensions }) => extensions) },
    ...formats,
    { name: 'All files', extensions: ['*'] },
  ];
}

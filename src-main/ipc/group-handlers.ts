import { checkSweep } from '@shared/sweep/check-sweep.ts';
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { readSweepFile } from '../groups/sweep-file.ts';
import { readGroup } from '../storage/group-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';
import { readableExperiment } from './readable.ts';

type GroupHandlers = Pick<Handlers, 'group:start' | 'group:continue' | 'group:spec' | 'sweep:choose'>;

export function createGroupHandlers(context: HandlerContext): GroupHandlers {
  const { groups, workspace, paths, window } = context;
  return {
    'group:start': async ({ spec }) => {
      const experiment = await readableExperiment(context, spec.experiment);
      const readable = { ...spec, experiment };
      checkSweep(readable);
      return groups.start(readable);
    },
    'group:continue': async ({ groupId }) => {
      // Written by main alone, with a table that a person had chosen then.
      paths.approveStored([(await readGroup(workspace, groupId)).experiment]);
      return { runs: await groups.continue(groupId) };
    },
    'group:spec': async ({ groupId }) => {
      const spec = await readGroup(workspace, groupId);
      paths.approveStored([spec.experiment]);
      return { spec: { ...spec, experiment: paths.storedExperiment(spec.experiment) } };
    },
    'sweep:choose': async () => {
      const path = await askForSpec(window());
      if (path === null) return { spec: null };
      const spec = await readSweepFile(path, { opensNetworkPaths: false });
      // A person chose the file that names the table.
      paths.approveStored([spec.experiment]);
      return { spec: { ...spec, experiment: paths.storedExperiment(spec.experiment) } };
    },
  };
}

/** The open dialog; null where nothing was chosen. */
async function askForSpec(window: BrowserWindow | null): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: 'Open a sweep',
    filters: [
      { name: 'Sweeps', extensions: ['json'] },
      { name: 'All files', extensions: ['*'] },
    ],
    properties: ['openFile'],
  };
  const { canceled, filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled ? null : (filePaths[0] ?? null);
}

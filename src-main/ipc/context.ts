import type { BrowserWindow } from 'electron';
import type { Log } from '../log.ts';
import type { ApprovedPaths } from '../app/approved-paths.ts';
import type { Broadcast } from '../app/broadcast.ts';
import type { Notices } from '../app/notices.ts';
import type { Session } from '../app/session.ts';
import type { ServiceClient } from '../service/client.ts';
import type { Workspace } from '../storage/paths.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { Supervisor } from '../trainer/supervisor.ts';

/** All that handlers work with. */
export interface HandlerContext {
  version: string;
  workspace: Workspace;
  paths: ApprovedPaths;
  session: Session;
  settings: SettingsStore;
  supervisor: Supervisor;
  service: ServiceClient;
  notices: Notices;
  broadcast: Broadcast;
  log: Log;
  window: () => BrowserWindow | null;
}

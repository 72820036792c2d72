import type { BrowserWindow } from 'electron';
import type { Log } from '../log.ts';
import type { ApprovedPaths } from '../app/approved-paths.ts';
import type { Broadcast } from '../app/broadcast.ts';
import type { Notices } from '../app/notices.ts';
import type { Session } from '../app/session.ts';
import type { ServiceClient } from '../service/client.ts';
import type { Workspace } from '../storage/paths.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import type { GroupDesk } from '../groups/group-desk.ts';
import type { RunLibrary } from '../library/run-library.ts';
import type { RunQueue } from '../queue/run-queue.ts';
import type { Supervisor } from '../trainer/supervisor.ts';

/** All that handlers work with. */
export interface HandlerContext {
  version: string;
  workspace: Workspace;
  paths: ApprovedPaths;
  session: Session;
  library: RunLibrary;
  settings: SettingsStore;
  supervisor: Supervisor;
  queue: RunQueue;
  groups: GroupDesk;
  service: ServiceClient;
  notices: Notices;
  broadcast: Broadcast;
  log: Log;
  window: () => BrowserWindow | null;
}

import { app, session as electronSession } from 'electron';
import { userInfo } from 'node:os';
import { ApprovedPaths } from './app/approved-paths.ts';
import { Attention } from './app/attention.ts';
import { createBroadcast } from './app/broadcast.ts';
import { setupCrashHandlers } from './app/crash-handlers.ts';
import { testPatience } from './app/environment.ts';
import { setupLifecycle } from './app/lifecycle.ts';
import { LOCATIONS } from './app/locations.ts';
import { createLog } from './app/log-file.ts';
import { setupMenu } from './app/menu.ts';
import { Notices } from './app/notices.ts';
import { createQueue } from './app/open-queue.ts';
import { pageSource } from './app/page-source.ts';
import { blockNetwork, registerScheme, setupProtocol } from './app/protocol.ts';
import { setupQuitQuestion } from './app/quitting.ts';
import { denyDownloads, denyPermissions, guardContents } from './app/security.ts';
import { Session } from './app/session.ts';
import { applyTheme } from './app/theme.ts';
import { forkUtility } from './app/utility.ts';
import { createWindowKeeper } from './app/window.ts';
import { CallRate } from './ipc/call-limits.ts';
import { GroupDesk } from './groups/group-desk.ts';
import { createHandlers } from './ipc/handlers.ts';
import { setupRouter } from './ipc/router.ts';
import { RunLibrary } from './library/run-library.ts';
import { ServiceClient } from './service/client.ts';
import type { Log } from './log.ts';
import { defaultWorkspaceRoot, workspaceAt } from './storage/paths.ts';
import { openSettings } from './storage/settings-store.ts';
import { ORDINARY_PATIENCE } from './trainer/run-process.ts';
import { Supervisor } from './trainer/supervisor.ts';

/* The order in which Ninestep starts, and nothing else. */

const source = pageSource(process.env.ELECTRON_RENDERER_URL, app.isPackaged);

app.setName('Ninestep');
if (app.requestSingleInstanceLock()) start();
// The first instance hears of it and shows its window (U7).
else app.exit(0);

function start(): void {
  const log = openLog();
  setupCrashHandlers(log);
  registerScheme();
  guardContents(source, log);
  void app.whenReady().then(() => {
    run(log);
  });
}

function run(log: Log): void {
  log.info(
    `Ninestep ${app.getVersion()}, Electron ${process.versions.electron}, ${process.platform} ${process.arch}`,
  );
  setupSession(log);
  const { store: settings, problem } = openSettings(app.getPath('userData'));
  applyTheme(settings.get().theme);

  const keeper = createWindowKeeper({ source, preload: LOCATIONS.preload, settings, log });
  const broadcast = createBroadcast(keeper.current, log);
  const notices = new Notices(broadcast);
  keeper.onPageStart(() => {
    notices.pageStarted();
  });
  if (problem !== null) notices.tell('warning', problem);

  const workspace = workspaceAt(defaultWorkspaceRoot());
  const paths = new ApprovedPaths(workspace);
  const session = new Session({ workspace, paths, notices, log });
  const library = new RunLibrary({
    workspace,
    broadcast,
    approve: (data) => {
      paths.approveStored(data.map((of) => ({ data: of })));
    },
    tell: (message) => {
      notices.tell('warning', message);
    },
    log,
  });
  const seconds = testPatience();
  const patience = seconds === null ? ORDINARY_PATIENCE : { silentAfter: seconds, deadAfter: seconds };
  const supervisor = new Supervisor({ script: LOCATIONS.trainer, patience, log });
  const queue = createQueue({
    workspace,
    supervisor,
    settings,
    noteRecord: (record) => {
      library.noteRecord(record);
    },
    letGo: (runId) => {
      library.letGo(runId);
    },
    broadcast,
    attention: new Attention(keeper.current, keeper.open),
    notices,
    log,
  });
  const groups = new GroupDesk({
    workspace,
    queue,
    records: () => library.entries(),
    unfinished: () => library.unfinished(),
    noteRecord: (record) => {
      library.noteRecord(record);
    },
    warn: (message) => {
      notices.tell('warning', message);
    },
    log,
  });
  void library
    .opened()
    .then(() => queue.open(library.unfinished()))
    .then(() => groups.open())
    .catch((error: unknown) => {
      // Without its queue Ninestep still shows what is there.
      log.error('The queue cannot be opened', error);
    });
  const service = new ServiceClient(() => forkUtility(LOCATIONS.service, 'Ninestep service', log), log);
  const version = app.getVersion();
  const window = keeper.current;
  const handlers = createHandlers({
    version,
    workspace,
    paths,
    session,
    library,
    settings,
    supervisor,
    queue,
    groups,
    service,
    notices,
    broadcast,
    log,
    window,
  });
  const guard = { origin: source.origin, rate: new CallRate(() => performance.now()), log };
  setupRouter({ handlers, ...guard }, { paths, notices, broadcast, ...guard });

  setupMenu(broadcast, source.kind === 'dev-server');
  setupLifecycle({
    openWindow: keeper.open,
    finishWork: (checkpoints) => {
      service.close();
      return Promise.all([queue.close(checkpoints).then(() => library.close()), session.idle()]);
    },
    log,
  });
  setupQuitQuestion({ work: () => queue.work, window });
  keeper.open();
}

function openLog(): Log {
  return createLog({
    folder: app.getPath('logs'),
    redaction: { home: app.getPath('home'), user: userName() },
    ...(app.isPackaged ? {} : { mirror: (line: string) => process.stderr.write(line) }),
  });
}

/** A process in a container may run under a number that no user has. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return '';
  }
}

function setupSession(log: Log): void {
  const session = electronSession.defaultSession;
  setupProtocol(session, source, LOCATIONS.page);
  blockNetwork(session, source, log);
  denyPermissions(session, source);
  denyDownloads(session, log);
}

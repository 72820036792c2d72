import type { Project } from '@shared/model/project.ts';
import type { Workspace } from '../storage/paths.ts';
import { openProject, saveProject } from '../storage/project-store.ts';
import type { Log } from '../log.ts';
import type { ApprovedPaths } from './approved-paths.ts';
import type { Notices } from './notices.ts';

interface SessionContext {
  workspace: Workspace;
  paths: ApprovedPaths;
  notices: Notices;
  log: Log;
}

/** The project that is open. Opened once at start; a failure is told to whoever asks. */
export class Session {
  private readonly workspace: Workspace;
  private readonly paths: ApprovedPaths;
  private readonly notices: Notices;
  private readonly log: Log;
  private readonly opening: Promise<Project>;
  private project: Project | null = null;
  private saving: Promise<unknown> = Promise.resolve();

  constructor({ workspace, paths, notices, log }: SessionContext) {
    this.workspace = workspace;
    this.paths = paths;
    this.notices = notices;
    this.log = log;
    this.opening = this.open();
    // Whoever asks gets the failure; until then it is nobody's unhandled rejection.
    this.opening.catch((error: unknown) => {
      log.error('The workspace cannot be opened', error);
    });
  }

  async currentProject(): Promise<Project> {
    const opened = await this.opening;
    return this.project ?? opened;
  }

  /** Resolves when the project is on disk. Throws NOT_ALLOWED where it names a table that no person chose. One save after the other, so that the last one called is the last one kept. */
  save(project: Project): Promise<void> {
    const save = this.saving.then(async () => {
      await this.opening;
      this.paths.requireKnown(project);
      await saveProject(this.workspace, project);
      this.project = project;
    });
    this.saving = save.catch(() => undefined);
    return save;
  }

  /** Resolves when no save is under way. */
  async idle(): Promise<void> {
    await this.saving;
  }

  private async open(): Promise<Project> {
    const { project, problem } = await openProject(this.workspace);
    if (problem !== null) {
      this.log.warn('The project file was set aside');
      this.notices.tell('warning', problem);
    }
    this.paths.approveStored(project.experiments.map(({ experiment }) => experiment));
    return project;
  }
}

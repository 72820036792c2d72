import { AppError } from '@shared/core/errors.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { quote } from '@shared/core/text.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import type { Project } from '@shared/model/project.ts';
import { dirname, isAbsolute, join, parse, relative, resolve, sep } from 'node:path';
import type { Workspace } from '../storage/paths.ts';

type WithData = Pick<Experiment, 'data'>;

/** `\\server\share\…` on Windows: merely looking at such a file tells the server who is looking. */
const NETWORK_PATH = /^[\\/]{2}/;

/**
 * Which files main reads for the window (I4). A page that was taken over can name any path, so a name alone opens nothing:
 * a person must have chosen the file in a dialog or dropped it, or it lies in the project's own data folder, or it stood
 * in what main itself read from the disk before the page could write there. See docs/adr/0024-paths-of-tables.md.
 */
export class ApprovedPaths {
  private readonly workspace: Workspace;
  /** Absolute. Those that are read, and those that may only go on standing in the project. */
  private readonly readable = new Set<string>();
  private readonly known = new Set<string>();

  constructor(workspace: Workspace) {
    this.workspace = workspace;
  }

  /** A person chose the file, by a dialog or by dropping it. Answers how experiments name it. */
  approve(path: string): string {
    const absolute = this.absolute(path);
    this.readable.add(absolute);
    return this.storedPath(absolute);
  }

  /**
   * The tables of experiments that main read from the disk: the project as it was at start, and records of runs. A file
   * from elsewhere must not make this machine call on a server, so network paths have to be chosen by a person again.
   */
  approveStored(experiments: Iterable<WithData>): void {
    for (const { data } of experiments) {
      if (data.source.kind !== 'file') continue;
      const absolute = this.absolute(data.source.path);
      this.known.add(absolute);
      if (!NETWORK_PATH.test(data.source.path)) this.readable.add(absolute);
    }
  }

  /** The absolute path of a file that main may read for the window. Throws NOT_ALLOWED; `at` says where it stands. */
  resolve(path: string, at: string): string {
    const absolute = this.absolute(path);
    if (this.readable.has(absolute) || this.isOwn(absolute)) return absolute;
    throw notAllowed(path, at);
  }

  /** Refuses a project that names a file no person chose: at the next start it would be believed. Throws NOT_ALLOWED. */
  requireKnown({ experiments }: Project): void {
    experiments.forEach(({ experiment: { data } }, k) => {
      if (data.source.kind !== 'file' || this.known.has(this.absolute(data.source.path))) return;
      this.resolve(data.source.path, `experiments[${String(k)}].experiment.data.source.path`);
    });
  }

  /**
   * How an experiment in this workspace names a file: relative to the workspace where the file lies in it or beside it,
   * so that both can move together; else absolute.
   */
  storedPath(absolute: string): string {
    const { root } = this.workspace;
    const around = dirname(root);
    const shared = around === parse(around).root ? root : around;
    return isInside(shared, absolute) ? relative(root, absolute).split(sep).join('/') : absolute;
  }

  /** As `storedPath`, for the table of an experiment that is on its way to the window. */
  storedExperiment(experiment: Experiment): Experiment {
    const { source } = experiment.data;
    if (source.kind !== 'file') return experiment;
    const path = this.storedPath(source.path);
    return { ...experiment, data: { ...experiment.data, source: { ...source, path } } };
  }

  private absolute(path: string): string {
    if (path.length > LIMITS.textLength || path.includes('\0')) throw notAllowed(path, 'path');
    return resolve(this.workspace.root, path);
  }

  /** Only main writes into this folder. */
  private isOwn(absolute: string): boolean {
    return isInside(this.workspace.data, absolute);
  }
}

function isInside(folder: string, absolute: string): boolean {
  const way = relative(folder, absolute);
  return way !== '' && way !== '..' && !way.startsWith(join('..', sep)) && !isAbsolute(way);
}

function notAllowed(path: string, at: string): AppError {
  return new AppError(
    'NOT_ALLOWED',
    `${at}: Ninestep has not been allowed to read ${quote(path)}. Choose the file in the dialog that opens tables, or drop it onto the window.`,
    { at },
  );
}

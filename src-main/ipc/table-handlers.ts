import { AppError } from '@shared/core/errors.ts';
import { basename } from 'node:path';
import type { Following } from '../service/client.ts';
import type { Handlers } from './answer.ts';
import { askForTable } from './ask-for-table.ts';
import type { HandlerContext } from './context.ts';
import { readableExperiment, readablePath, readableSource } from './readable.ts';

type TableHandlers = Pick<
  Handlers,
  | 'table:choose'
  | 'table:paste'
  | 'table:peek'
  | 'table:open'
  | 'table:cancel'
  | 'table:suggest'
  | 'table:rows'
  | 'table:levels'
  | 'table:embed'
  | 'table:locate'
  | 'table:refresh'
>;

/** Paths go to the service absolute, and to the window as experiments in this workspace name them. */
export function createTableHandlers(context: HandlerContext): TableHandlers {
  const { service, workspace, paths, window } = context;
  const readings = new Readings(context);
  return {
    'table:choose': async () => {
      const path = await askForTable(window(), 'Open a table');
      return path === null ? { status: 'cancelled' } : { status: 'chosen', path: paths.approve(path) };
    },
    'table:paste': async ({ text }) => {
      const { path } = await service.call('pasteTable', { text, folder: workspace.data });
      return { path: paths.storedPath(path) };
    },
    'table:peek': async ({ path, format }) =>
      service.call('peek', { path: await readablePath(context, path, 'path'), format }),
    'table:open': async ({ id, table }) => {
      const readable =
        table.kind === 'path'
          ? { ...table, path: await readablePath(context, table.path, 'table.path') }
          : { ...table, source: await readableSource(context, table.source, 'table.source') };
      const { experiment } = await readings.follow(id, (following) =>
        service.call('openExperiment', { table: readable }, following),
      );
      return { experiment: paths.storedExperiment(experiment) };
    },
    'table:cancel': async ({ id }) => {
      readings.cancel(id);
      return Promise.resolve({});
    },
    'table:suggest': async (request) => {
      const readable = await readableExperiment(context, request.experiment);
      const { experiment } = await service.call('suggest', { experiment: readable });
      return { experiment: paths.storedExperiment(experiment) };
    },
    'table:rows': async ({ source, ...range }) =>
      service.call('readRows', { source: await readableSource(context, source, 'source'), ...range }),
    'table:levels': async ({ source, column }) =>
      service.call('readLevels', { source: await readableSource(context, source, 'source'), column }),
    'table:embed': async ({ source }) => {
      const readable = await readableSource(context, source, 'source');
      const { path } = await service.call('embedTable', { source: readable, folder: workspace.data });
      return { source: { ...source, path: paths.storedPath(path) } };
    },
    'table:locate': async ({ id, source }) => {
      const path = await askForTable(window(), `Where is ${basename(source.path)} now?`);
      if (path === null) return { status: 'cancelled' };
      const stored = paths.approve(path);
      const moved = { ...source, path };
      const found = await readings.follow(id, (following) =>
        service.call('compareTable', { source: moved }, following),
      );
      return { status: found.isSame ? 'same' : 'changed', source: { ...found.source, path: stored } };
    },
    'table:refresh': async ({ id, experiment }) => {
      const readable = await readableExperiment(context, experiment);
      const refreshed = await readings.follow(id, (following) =>
        service.call('refreshTable', { experiment: readable }, following),
      );
      return { experiment: paths.storedExperiment(refreshed.experiment) };
    },
  };
}

/** The readings that are under way, by the ids that the window gave them. */
class Readings {
  private readonly open = new Map<string, AbortController>();
  private readonly broadcast: HandlerContext['broadcast'];

  constructor({ broadcast }: Pick<HandlerContext, 'broadcast'>) {
    this.broadcast = broadcast;
  }

  /** Has `read` tell the window how far it is, until it has ended or is cancelled. */
  async follow<T>(id: string, read: (following: Following) => Promise<T>): Promise<T> {
    if (this.open.has(id))
      throw new AppError('INVALID_VALUE', 'id: A reading with this id is under way.', { at: 'id' });
    const controller = new AbortController();
    this.open.set(id, controller);
    try {
      return await read({
        signal: controller.signal,
        onProgress: (progress) => {
          this.broadcast({ type: 'table-progress', id, ...progress });
        },
      });
    } finally {
      this.open.delete(id);
    }
  }

  /** A reading that has just ended is as good as cancelled. */
  cancel(id: string): void {
    this.open.get(id)?.abort();
  }
}

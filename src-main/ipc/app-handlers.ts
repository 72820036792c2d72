import { applyTheme } from '../app/theme.ts';
import { readViews } from '../storage/views-store.ts';
import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';

type AppHandlers = Pick<Handlers, 'app:snapshot' | 'settings:change' | 'log:error'>;

export function createAppHandlers(context: HandlerContext): AppHandlers {
  const { session, settings, queue, notices, workspace, version, log } = context;
  return {
    'app:snapshot': async () => {
      const project = await session.currentProject();
      const { views, problem } = await readViews(workspace);
      if (problem !== null) notices.tell('warning', problem);
      return {
        version,
        project,
        queue: queue.state(),
        views,
        settings: settings.get(),
        // Last, with what came up while the rest was read.
        notices: notices.take(),
        dataFolder: workspace.root,
      };
    },
    'settings:change': async ({ theme, experimentId }) => {
      const changed = settings.change({
        ...(theme === undefined ? {} : { theme }),
        ...(experimentId === undefined ? {} : { experimentId }),
      });
      applyTheme(changed.theme);
      return Promise.resolve(changed);
    },
    'log:error': async ({ message }) => {
      log.error(`Window: ${message}`);
      return Promise.resolve({});
    },
  };
}

import type { Handlers } from './answer.ts';
import type { HandlerContext } from './context.ts';

type QueueHandlers = Pick<Handlers, 'queue:move' | 'queue:configure'>;

export function createQueueHandlers({ queue }: Pick<HandlerContext, 'queue'>): QueueHandlers {
  return {
    'queue:move': async ({ runIds, before }) => {
      await queue.move(runIds, before);
      return {};
    },
    'queue:configure': async (changes) => {
      await queue.configure(changes);
      return {};
    },
  };
}

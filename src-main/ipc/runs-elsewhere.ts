import { PORT_CHANNEL } from '@shared/ipc/channels.ts';
import { MessageChannelMain, type WebContents } from 'electron';
import { FileFeed } from '../library/file-feed.ts';
import { refusePauseElsewhere, stopElsewhere } from '../library/stop-elsewhere.ts';
import { runDirectory } from '../storage/run-store.ts';
import type { RunCommand } from '../trainer/messages.ts';
import type { HandlerContext } from './context.ts';

type Context = Pick<HandlerContext, 'library' | 'workspace'>;

/** Whether a process that is not ours trains the run. */
export function isElsewhere({ library }: Pick<Context, 'library'>, runId: string): boolean {
  return library.get(runId)?.isElsewhere === true;
}

/** As the supervisor's `watch`, for a run that another process trains: its points are read from its file. */
export function watchElsewhere(
  { library, workspace }: Context,
  runId: string,
  nonce: string,
  contents: WebContents,
): void {
  const { port1, port2 } = new MessageChannelMain();
  const feed = new FileFeed({
    directory: runDirectory(workspace, runId),
    run: () => library.get(runId),
    port: port1,
    onEnd: () => {
      port1.close();
    },
  });
  port1.on('close', () => {
    feed.close();
  });
  // Nothing is expected from the page; the port is started only so that its closing is noticed.
  port1.start();
  contents.postMessage(PORT_CHANNEL, { runId, nonce }, [port2]);
}

/**
 * A command for runs that other processes train; answers for how many it was done. They can only be stopped: where pausing is
 * all that was asked for (`isAll`), it is refused.
 */
export async function commandElsewhere(
  { library, workspace }: Context,
  runIds: readonly string[],
  { command, isAll }: { command: RunCommand; isAll: boolean },
): Promise<number> {
  const [first] = runIds;
  if (first === undefined) return 0;
  if (command !== 'stop') {
    if (isAll) throw refusePauseElsewhere(library.get(first)?.name ?? first);
    return 0;
  }
  for (const runId of runIds) await stopElsewhere(runDirectory(workspace, runId));
  return runIds.length;
}

import { EVENT_CHANNEL } from '@shared/ipc/channels.ts';
import { eventSchema, type WorkbenchEvent } from '@shared/ipc/contract.ts';
import type { BrowserWindow } from 'electron';
import type { Log } from '../log.ts';

export type Broadcast = (event: WorkbenchEvent) => void;

/** Tells the window what it did not ask for. An event that breaks the contract is a bug of ours and stays here. */
export function createBroadcast(window: () => BrowserWindow | null, log: Log): Broadcast {
  return (event) => {
    const checked = eventSchema.safeParse(event);
    if (!checked.success) {
      log.error(`Event ${event.type} breaks the contract`, checked.error);
      return;
    }
    const contents = window()?.webContents;
    if (contents === undefined || contents.isDestroyed() || contents.isCrashed()) return;
    contents.send(EVENT_CHANNEL, checked.data);
  };
}

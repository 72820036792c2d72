import { DROP_CHANNEL, INVOKE_CHANNELS } from '@shared/ipc/channels.ts';
import { ipcMain } from 'electron';
import { answerCall, type AnswerContext } from './answer.ts';
import { type DropContext, takeDrop } from './drops.ts';

/** electron-store opens this synchronous channel by itself, for windows that use it; ours does not (I6). */
const FOREIGN_CHANNEL = 'electron-store-get-data';

/**
 * Opens every channel of the contract, the one on which the preload script tells of dropped files, and no other. The only
 * file that talks to ipcMain (I1).
 */
export function setupRouter(context: AnswerContext, drops: DropContext): void {
  ipcMain.removeAllListeners(FOREIGN_CHANNEL);
  for (const channel of INVOKE_CHANNELS) {
    ipcMain.handle(channel, (event, payload: unknown) =>
      answerCall(channel, event.senderFrame, payload, context),
    );
  }
  ipcMain.handle(DROP_CHANNEL, (event, payload: unknown) => {
    takeDrop(event.senderFrame, payload, drops);
  });
}

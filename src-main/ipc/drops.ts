import { DROP_CHANNEL } from '@shared/ipc/channels.ts';
import { LIMITS } from '@shared/core/limits.ts';
import { isAbsolute } from 'node:path';
import { z } from 'zod';
import type { ApprovedPaths } from '../app/approved-paths.ts';
import type { Broadcast } from '../app/broadcast.ts';
import type { Notices } from '../app/notices.ts';
import type { Log } from '../log.ts';
import { type CallRate, requireSize } from './call-limits.ts';
import { isTrustedSender, type SenderFrame } from './sender.ts';

export interface DropContext {
  paths: ApprovedPaths;
  notices: Notices;
  broadcast: Broadcast;
  origin: string;
  rate: CallRate;
  log: Log;
}

const dropSchema = z.strictObject({
  /** Empty where what was dropped is no file of this computer, such as a picture out of a web page. */
  path: z.string().max(LIMITS.textLength),
  files: z.int().min(1),
});

/**
 * The preload script saw a file being dropped by a person: main reads it from now on, and tells the page its path. The page
 * itself has no way to say this. Whatever is odd about the message is logged, and nothing comes of it.
 */
export function takeDrop(
  frame: SenderFrame | null | undefined,
  payload: unknown,
  { paths, notices, broadcast, origin, rate, log }: DropContext,
): void {
  try {
    if (!isTrustedSender(frame, origin)) throw new Error('Not from our page');
    rate.count('drop');
    requireSize(payload, DROP_CHANNEL);
    const { path, files } = dropSchema.parse(payload);
    if (isAbsolute(path)) broadcast({ type: 'file-dropped', path: paths.approve(path), files });
    else
      notices.tell(
        'warning',
        'What was dropped is no file of this computer. Save it as a file, and open that.',
      );
  } catch (error) {
    log.warn('Refused a dropped file', error);
  }
}

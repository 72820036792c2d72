import { isOnOrigin } from '../app/page-source.ts';

/** What is looked at of Electron's WebFrameMain. */
export interface SenderFrame {
  readonly url: string;
  readonly parent: SenderFrame | null;
}

/** Only our own page, in its main frame, may call (I1). A missing frame is refused, not trusted. */
export function isTrustedSender(frame: SenderFrame | null | undefined, origin: string): boolean {
  if (frame?.parent !== null) return false;
  return isOnOrigin(frame.url, origin);
}

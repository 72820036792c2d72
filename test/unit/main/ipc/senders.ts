import type { SenderFrame } from '../../../../src-main/ipc/sender.ts';

export const ORIGIN = 'app://workbench';
export const OUR_FRAME: SenderFrame = { url: 'app://workbench/index.html', parent: null };

const at = (url: string): SenderFrame => ({ url, parent: null });

/** Everyone who is not our page's main frame, the look-alikes included. */
export const HOSTILE_SENDERS: readonly { title: string; frame: SenderFrame | null | undefined }[] = [
  { title: 'a missing frame', frame: undefined },
  { title: 'a frame that is gone', frame: null },
  { title: 'a sub-frame of our own page', frame: { url: OUR_FRAME.url, parent: OUR_FRAME } },
  { title: 'an empty url', frame: at('') },
  { title: 'about:blank', frame: at('about:blank') },
  { title: 'a data page', frame: at('data:text/html,app://workbench/') },
  { title: 'a file', frame: at('file:///app://workbench/index.html') },
  { title: 'a web page', frame: at('https://workbench/index.html') },
  { title: 'a host that begins like ours', frame: at('app://workbench.evil/index.html') },
  { title: 'our host as a user name', frame: at('app://workbench@evil/index.html') },
  { title: 'our host with a port', frame: at('app://workbench:8080/index.html') },
  { title: 'our host as a path', frame: at('app://evil/app://workbench/') },
  { title: 'another scheme that ends like ours', frame: at('webapp://workbench/index.html') },
  { title: 'our origin without its slash', frame: at('app://workbench') },
];

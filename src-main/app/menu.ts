import { Menu } from 'electron';
import type { Broadcast } from './broadcast.ts';
import { menuTemplate } from './menu-template.ts';

/** The menu only tells the page what was chosen; what it means is known there. */
export function setupMenu(broadcast: Broadcast, isDevelopment: boolean): void {
  const choose: Parameters<typeof menuTemplate>[0] = (action) => {
    broadcast({ type: 'action', action });
  };
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(choose, process.platform, isDevelopment)));
}

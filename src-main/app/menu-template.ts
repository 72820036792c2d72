import { ACTION_IDS, ACTIONS, type ActionId } from '@shared/ipc/actions.ts';
import type { MenuItemConstructorOptions } from 'electron';

type MenuName = (typeof ACTIONS)[ActionId]['menu'];
type Item = MenuItemConstructorOptions;

const SEPARATOR: Item = { type: 'separator' };

/** The whole menu as data, so that a test can read it. `choose` is told which action was chosen. */
export function menuTemplate(
  choose: (action: ActionId) => void,
  platform: NodeJS.Platform,
  isDevelopment: boolean,
): Item[] {
  const actionsOf = (menu: MenuName): Item[] =>
    ACTION_IDS.filter((id) => ACTIONS[id].menu === menu).map((id) => actionItem(id, choose));
  const isMac = platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: 'File',
      submenu: [...actionsOf('File'), SEPARATOR, isMac ? { role: 'close' } : { role: 'quit' }],
    },
    {
      label: 'Edit',
      submenu: [
        ...actionsOf('Edit'),
        SEPARATOR,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    {
      label: 'View',
      submenu: [
        ...actionsOf('View'),
        SEPARATOR,
        ...zoomItems(),
        ...(isDevelopment ? developmentItems() : []),
      ],
    },
    { label: 'Run', submenu: actionsOf('Run') },
    ...(isMac
      ? [{ role: 'windowMenu' } as const]
      : [{ label: 'Help', submenu: [{ role: 'about' } as const] }]),
  ];
}

/** The window handles the keys itself, because it knows what has the focus; the menu only shows them. */
function actionItem(id: ActionId, choose: (action: ActionId) => void): Item {
  return {
    id,
    label: ACTIONS[id].label,
    accelerator: ACTIONS[id].keys,
    registerAccelerator: false,
    click: () => {
      choose(id);
    },
  };
}

function zoomItems(): Item[] {
  return [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    SEPARATOR,
    { role: 'togglefullscreen' },
  ];
}

function developmentItems(): Item[] {
  return [SEPARATOR, { role: 'reload' }, { role: 'toggleDevTools' }];
}

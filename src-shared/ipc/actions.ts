/**
 * What can be done from the menu and by a key. The menu (main) and the keys (window) are both made from this table.
 * `keys` is in Electron's notation; `stage` entries open that stage of the rail.
 */
export const ACTIONS = {
  'stage:data': { menu: 'View', label: 'Data', keys: 'CmdOrCtrl+1' },
  'stage:network': { menu: 'View', label: 'Network', keys: 'CmdOrCtrl+2' },
  'stage:train': { menu: 'View', label: 'Train', keys: 'CmdOrCtrl+3' },
  'stage:evaluate': { menu: 'View', label: 'Evaluate', keys: 'CmdOrCtrl+4' },
  'stage:export': { menu: 'View', label: 'Export', keys: 'CmdOrCtrl+5' },
  'stage:runs': { menu: 'View', label: 'Runs', keys: 'CmdOrCtrl+6' },
  'steps:toggle': { menu: 'View', label: 'Nine Steps', keys: 'CmdOrCtrl+9' },
  'run:train': { menu: 'Run', label: 'Train', keys: 'CmdOrCtrl+Enter' },
  'run:pause-or-resume': { menu: 'Run', label: 'Pause or Resume', keys: 'CmdOrCtrl+P' },
  'run:continue': { menu: 'Run', label: 'Continue', keys: 'CmdOrCtrl+Shift+Enter' },
  'run:stop': { menu: 'Run', label: 'Stop', keys: 'CmdOrCtrl+.' },
  'run:repeat': { menu: 'Run', label: 'Repeat with k Seeds…', keys: 'CmdOrCtrl+Shift+R' },
  'run:cross-validate': { menu: 'Run', label: 'Cross-Validate…', keys: 'CmdOrCtrl+Shift+K' },
  'run:sweep': { menu: 'Run', label: 'Sweep…', keys: 'CmdOrCtrl+Shift+S' },
  'run:open-sweep': { menu: 'Run', label: 'Open a Sweep File…', keys: 'CmdOrCtrl+Shift+O' },
  'queue:open': { menu: 'Run', label: 'Queue', keys: 'CmdOrCtrl+J' },
  'queue:hold': { menu: 'Run', label: 'Hold the Queue or Go On', keys: 'CmdOrCtrl+Shift+H' },
  'run:pause-all': { menu: 'Run', label: 'Pause or Resume All', keys: 'CmdOrCtrl+Shift+P' },
  'run:stop-all': { menu: 'Run', label: 'Stop All', keys: 'CmdOrCtrl+Shift+X' },
  'edit:undo': { menu: 'Edit', label: 'Undo', keys: 'CmdOrCtrl+Z' },
  'edit:redo': { menu: 'Edit', label: 'Redo', keys: 'CmdOrCtrl+Shift+Z' },
  'data:open': { menu: 'File', label: 'Open Table…', keys: 'CmdOrCtrl+O' },
  'model:import': { menu: 'File', label: 'Import Model…', keys: 'CmdOrCtrl+I' },
  'model:export': { menu: 'File', label: 'Export Model…', keys: 'CmdOrCtrl+E' },
} as const;

export type ActionId = keyof typeof ACTIONS;
export const ACTION_IDS = Object.keys(ACTIONS) as [ActionId, ...ActionId[]];

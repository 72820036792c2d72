/**
 * The name of every call the window can make of main. Apart from the contract, which must have exactly these keys to
 * compile, so that the preload script can be made from the names without carrying the schemas.
 */
export const INVOKE_CHANNELS = [
  'app:snapshot',
  'settings:change',
  'project:save',
  'project:examples',
  'data:preview',
  'gradient:check',
  'rate:find',
  'run:start',
  'run:continue',
  'run:command',
  'run:watch',
  'run:open',
  'run:reveal',
  'model:describe',
  'model:predict',
  'model:preview',
  'model:export',
  'export:reveal',
  'log:error',
] as const;

/** Names of the two channels that are not calls. No other file may hold a channel name. */
export const EVENT_CHANNEL = 'workbench:event';
export const PORT_CHANNEL = 'workbench:run-port';

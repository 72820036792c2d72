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
  'table:choose',
  'table:paste',
  'table:peek',
  'table:open',
  'table:cancel',
  'table:suggest',
  'table:rows',
  'table:levels',
  'table:embed',
  'table:locate',
  'table:refresh',
  'gradient:check',
  'rate:find',
  'runs:list',
  'run:start',
  'run:continue',
  'run:command',
  'run:forecast',
  'run:watch',
  'run:open',
  'run:curves',
  'run:open-test',
  'run:reveal',
  'run:mark',
  'run:delete',
  'bin:list',
  'bin:restore',
  'bin:purge',
  'views:save',
  'queue:move',
  'queue:configure',
  'group:start',
  'group:continue',
  'group:spec',
  'sweep:choose',
  'artifact:save',
  'artifact:copy',
  'model:describe',
  'model:predict',
  'model:preview',
  'model:export',
  'export:reveal',
  'log:error',
] as const;

/** Names of the channels that are not calls. No other file may hold a channel name. */
export const EVENT_CHANNEL = 'workbench:event';
export const PORT_CHANNEL = 'workbench:run-port';
/** From the preload script alone: the page has no method for it. */
export const DROP_CHANNEL = 'workbench:dropped-file';

// @ts-check
/**
 * The import rules of docs/architecture.md as a check: `npm test -- imports`.
 *
 * ALLOWED is the table of layers that may import only what is listed; all else (our own, npm, Node) is forbidden.
 * The rules below it are for layers that are easier to describe by what they must not touch.
 */

/** Node's own modules, however they are written. */
const NODE =
  '^(node:|(assert|buffer|child_process|crypto|events|fs|module|net|os|path|perf_hooks|process|stream|timers|url|util|v8|worker_threads|zlib)(/|$))';

/** @param {string} name a package on npm, installed or not */
const npm = (name) => `(^|/)node_modules/${name}/|^${name}(/|$)`;

const ELECTRON = npm('electron');
const ELECTRON_STORE = npm('electron-store');
const SETTINGS_STORE = '^src-main/storage/settings-store\\.ts$';
/** The two files of trainer/ and service/ that run in Electron's main process and fork the rest. */
const PARENTS = '^src-main/(trainer/supervisor|service/client)\\.ts$';

/** Examples and the version number: data, not code. */
const DATA = '^(resources/.+|package)\\.json$';

/** @param {...string} names folders of src-shared */
const shared = (...names) => `^src-shared/(${names.join('|')})/`;

/**
 * folder → what it may import besides itself
 * @type {Record<string, { except?: string, mayImport: string[] }>}
 */
const ALLOWED = {
  'src-shared/core': { mayImport: [npm('@noble/hashes')] },
  'src-shared/model': { mayImport: [shared('core')] },
  'src-shared/data': { mayImport: [shared('core', 'model'), npm('jsep')] },
  'src-shared/engine': { mayImport: [shared('core', 'model', 'onnx')] },
  'src-shared/onnx': { mayImport: [shared('core')] },
  'src-shared/export': {
    mayImport: [shared('core', 'model', 'data', 'engine', 'onnx'), npm('@noble/hashes')],
  },
  'src-shared/nine-steps': { mayImport: [shared('core', 'model', 'data', 'engine', 'export')] },
  'src-shared/evaluation': { mayImport: [shared('core', 'model', 'data', 'engine', 'export')] },
  'src-shared/schema': { mayImport: [shared('core', 'model', 'data'), npm('zod')] },
  'src-shared/ipc': { mayImport: [shared('core', 'model', 'data', 'schema'), npm('zod')] },
  'src-shared/runs': { mayImport: [shared('core', 'model', 'data', 'schema')] },
  'src-shared/sweep': { mayImport: [shared('core', 'model', 'data', 'engine')] },
  'src-shared/library': {
    mayImport: [shared('core', 'model', 'data', 'engine', 'export'), '^src-shared/schema/versioned\\.ts$'],
  },
  'src-shared/import': {
    mayImport: [
      shared('core', 'model', 'data', 'engine', 'export', 'onnx', 'schema'),
      '^src-shared/ipc/import-contract\\.ts$',
      npm('zod'),
    ],
  },
  'src-shared/compare': { mayImport: [shared('core', 'model', 'data', 'schema'), npm('jstat')] },
  'src-shared/report': { mayImport: [shared('core', 'model', 'data', 'engine', 'export', 'compare')] },
  'src-shared/doctor': { mayImport: [shared('core', 'model', 'data', 'compare')] },
  'src-main/storage': { except: SETTINGS_STORE, mayImport: ['^src-shared/', NODE, DATA, npm('zod')] },
  'src-main/preload': { mayImport: [shared('ipc', 'core'), ELECTRON] },
  'src-renderer/components': {
    mayImport: ['^src-renderer/styles/', npm('svelte'), npm('@lucide/svelte')],
  },
};

/**
 * @param {string} folder
 * @param {{ except?: string, mayImport: string[] }} layer
 */
function allowOnly(folder, { except, mayImport }) {
  return {
    name: `${folder.replace('/', '-')}-imports-only-its-own`,
    comment: `See the table of import rules in docs/architecture.md: ${folder} stands below what it imports here.`,
    severity: /** @type {const} */ ('error'),
    from: { path: `^${folder}/`, ...(except === undefined ? {} : { pathNot: except }) },
    to: { pathNot: [`^${folder}/`, ...mayImport] },
  };
}

/**
 * @param {string} name
 * @param {string} comment
 * @param {Record<string, unknown>} from
 * @param {Record<string, unknown>} to
 */
function forbid(name, comment, from, to) {
  return { name, comment, severity: /** @type {const} */ ('error'), from, to };
}

/** What runs in a utility process or in plain Node. */
const WITHOUT_ELECTRON = { path: '^src-main/(trainer|service|cli|groups|library|look)/', pathNot: PARENTS };

module.exports = {
  forbidden: [
    ...Object.entries(ALLOWED).map(([folder, layer]) => allowOnly(folder, layer)),

    forbid(
      'shared-is-self-contained',
      'src-shared runs everywhere: in the window, in Electron, in plain Node, in worker threads.',
      { path: '^src-shared/' },
      { path: ['^src-(main|renderer)/', '^resources/', NODE, ELECTRON, npm('svelte')] },
    ),
    forbid(
      'settings-store-for-main-only',
      'electron-store works only in the Electron main process.',
      { pathNot: '^src-main/(app|ipc)/|^src-main/index\\.ts$' },
      { path: SETTINGS_STORE },
    ),
    forbid(
      'electron-store-in-one-file',
      'Settings have one owner: storage/settings-store.ts.',
      { pathNot: SETTINGS_STORE },
      { path: ELECTRON_STORE },
    ),
    forbid(
      'no-electron-in-trainer-service-cli',
      'They run in a utility process or in plain Node; the command line must work without Electron.',
      WITHOUT_ELECTRON,
      { path: [ELECTRON, SETTINGS_STORE, PARENTS, '^src-main/(app|ipc|preload)/', '^src-main/index\\.ts$'] },
    ),
    forbid(
      'no-electron-by-detour',
      'The same through a chain of imports: the bundle of trainer, service or cli would load Electron.',
      WITHOUT_ELECTRON,
      { path: [ELECTRON, ELECTRON_STORE], reachable: true },
    ),
    forbid(
      'main-never-imports-window',
      'The two meet only in the contract of src-shared/ipc.',
      { path: '^src-main/' },
      { path: ['^src-renderer/', npm('svelte')] },
    ),
    forbid(
      'window-is-a-web-page',
      'It runs in the sandbox: no Electron, no Node, nothing of src-main.',
      { path: '^src-renderer/' },
      { path: ['^src-main/', ELECTRON, ELECTRON_STORE, NODE] },
    ),
    forbid(
      'features-know-no-ipc',
      'State does the calling; a feature is given what it shows and what to call.',
      { path: '^src-renderer/features/' },
      { path: '^src-renderer/api/' },
    ),
    forbid(
      'nothing-imports-test',
      'Tests import the product, never the other way.',
      { pathNot: '^test/' },
      { path: '^test/' },
    ),
    forbid(
      'no-cycles',
      'Two files that need each other are one file, or miss a third.',
      {},
      { circular: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Type imports count too: a layer that knows the types of another depends on it.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.svelte', '.svelte.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};

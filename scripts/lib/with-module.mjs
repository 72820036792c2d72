// @ts-check
import { inProject, projectFolder } from './project.mjs';

/**
 * Runs work with a TypeScript module of the project, compiled on the way; what the module loads later is compiled, too.
 * @template M, T
 * @param {string} path seen from the project's folder
 * @param {(module: M) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withModule(path, work) {
  // Loaded here: at the top it would be missing before the dependencies are installed.
  const { createServer } = await import('vite');
  const server = await createServer({
    root: projectFolder,
    configFile: false,
    appType: 'custom',
    logLevel: 'error',
    server: { middlewareMode: true, watch: null, ws: false },
    optimizeDeps: { noDiscovery: true },
    resolve: { alias: { '@shared': inProject('src-shared'), '@resources': inProject('resources') } },
  });
  try {
    return await work(/** @type {M} */ (await server.ssrLoadModule(inProject(path))));
  } finally {
    await server.close();
  }
}

import { basename, join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '../..');

/** A TypeScript program of test/helpers/children as one file that plain Node runs; gives its path inside `folder`. */
export async function bundleChild(name: string, folder: string): Promise<string> {
  const entryFileNames = `${basename(name, '.ts')}.cjs`;
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    resolve: { alias: { '@shared': join(root, 'src-shared'), '@resources': join(root, 'resources') } },
    ssr: { noExternal: true },
    build: {
      ssr: join(import.meta.dirname, 'children', name),
      outDir: folder,
      emptyOutDir: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames } },
    },
  });
  return join(folder, entryFileNames);
}

// @ts-check
/** A part of the build, in a process of its own: builds the predictor as a module by itself: out/library/ninestep-predictor.mjs with its declarations beside it. */
import { copyFile, readFile } from 'node:fs/promises';
import { build } from 'vite';
import { inProject, projectFolder } from './lib/project.mjs';

const NAME = 'ninestep-predictor';
const SOURCE = 'src-shared/library';

const { version } = JSON.parse(await readFile(inProject('package.json'), 'utf8'));
await build({
  configFile: false,
  root: projectFolder,
  logLevel: 'error',
  build: {
    // The oldest that has all that the sources use: Object.hasOwn, class fields.
    target: 'es2022',
    outDir: inProject('out/library'),
    emptyOutDir: true,
    lib: {
      entry: inProject(`${SOURCE}/${NAME}.ts`),
      formats: ['es'],
      fileName: () => `${NAME}.mjs`,
    },
    rolldownOptions: {
      output: {
        // Of a library Vite itself leaves the spaces in.
        minify: true,
        postBanner: `/*! Ninestep ${version} predictor, MIT licence. Loads model.json: loadModel(text).predict(row). */`,
      },
    },
  },
});
await copyFile(inProject(`${SOURCE}/${NAME}.d.mts`), inProject(`out/library/${NAME}.d.mts`));

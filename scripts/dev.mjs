// @ts-check
/** `npm run dev`: the window with live reload of its sources. */
import { ensureKernels } from './ensure-kernels.mjs';
import { asScript } from './lib/as-script.mjs';
import { runInForeground } from './lib/foreground.mjs';
import { inProject, projectFolder } from './lib/project.mjs';
import { isRoot, prepareWindow } from './lib/window.mjs';

await asScript(async () => {
  await ensureKernels();
  await prepareWindow();
  process.exitCode = await runInForeground(
    process.execPath,
    [inProject('node_modules/electron-vite/bin/electron-vite.js'), 'dev', ...process.argv.slice(2)],
    // Chromium refuses to start as root with its sandbox on.
    { cwd: projectFolder, env: isRoot() ? { ...process.env, NO_SANDBOX: '1' } : process.env },
  );
});

// @ts-check
/**
 * `npm start`: from a fresh clone to the window. Without a display, to the same training in the terminal.
 * Options: --terminal trains in the terminal although there is a display. All else goes to the app.
 */
import { ensureBuild } from './ensure-build.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { hasDisplay } from './lib/display.mjs';
import { runInForeground } from './lib/foreground.mjs';
import { describeFailure, say } from './lib/messages.mjs';
import { inProject, projectFolder } from './lib/project.mjs';
import { isRoot, prepareWindow } from './lib/window.mjs';

const HOW_TO_SEE_THE_WINDOW = `
To see the window, run "npm start" on a machine with a display; here, "xvfb-run -a npm start" opens it on a
virtual one (package xvfb; useful for screenshots). Everything else works in the terminal: npm run ninestep -- --help`;

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  say(`\nNinestep could not start.\n${describeFailure(error)}`);
  process.exitCode = 1;
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function start(args) {
  await ensureDependencies();
  await ensureBuild();
  if (args.includes('--terminal')) {
    return trainInTerminal('Training the first project in the terminal, as asked (--terminal).');
  }
  if (!hasDisplay(process.platform, process.env)) {
    return trainInTerminal(
      'This machine has no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the window cannot open.\n' +
        'Training the first project in the terminal instead.',
    );
  }
  const electronPath = await prepareWindow().catch((/** @type {unknown} */ error) => {
    say(`\n${describeFailure(error)}`);
    return undefined;
  });
  if (electronPath === undefined) {
    return trainInTerminal(
      'The window cannot open (see above). Training the first project in the terminal instead.',
    );
  }
  return openWindow(electronPath, args);
}

/**
 * @param {string} electronPath
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function openWindow(electronPath, args) {
  // Chromium refuses to start as root with its sandbox on; any other user gets the sandbox.
  const sandbox = isRoot() ? ['--no-sandbox'] : [];
  const code = await runInForeground(electronPath, [...sandbox, projectFolder, ...args]);
  if (code !== 0) {
    say(`\nNinestep ended with code ${code}. Without a window: npm start -- --terminal`);
  }
  return code;
}

/**
 * @param {string} why
 * @returns {Promise<number>}
 */
async function trainInTerminal(why) {
  console.log(`${why}\n`);
  const code = await runInForeground(process.execPath, [inProject('out/main/cli.cjs'), 'first-project']);
  console.log(HOW_TO_SEE_THE_WINDOW);
  return code;
}

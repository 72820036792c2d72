// @ts-check
/** `npm run --silent ninestep -- train …`: the command line. stdout holds its output and nothing else. */
import { ensureBuild } from './ensure-build.mjs';
import { ensureDependencies } from './ensure-dependencies.mjs';
import { runInForeground } from './lib/foreground.mjs';
import { describeFailure, say } from './lib/messages.mjs';
import { inProject } from './lib/project.mjs';

try {
  await ensureDependencies();
  await ensureBuild();
  process.exitCode = await runInForeground(
    process.execPath,
    [inProject('out/main/cli.cjs'), ...process.argv.slice(2)],
    { cwd: usersFolder() },
  );
} catch (error) {
  say(`\nNinestep could not start.\n${describeFailure(error)}`);
  process.exitCode = 1;
}

/**
 * npm moves to the project's folder before it runs a script, but `data.csv` on the command line means the file in
 * the folder where the user typed it. Under another npm script (tests) INIT_CWD tells about that one, not about us.
 * @returns {string}
 */
function usersFolder() {
  const runByNpm = process.env.npm_lifecycle_event === 'ninestep';
  return (runByNpm ? process.env.INIT_CWD : undefined) ?? process.cwd();
}

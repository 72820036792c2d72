// @ts-check

/**
 * How to call the npm that is in use: the very one that runs this script if there is one, else the one on the PATH.
 * @param {NodeJS.ProcessEnv} environment
 * @param {NodeJS.Platform} platform
 * @returns {{ command: string, args: string[], shell: boolean }}
 */
export function npmCommand(environment, platform) {
  const runningNpm = environment.npm_execpath;
  if (runningNpm?.endsWith('npm-cli.js') === true) {
    return { command: process.execPath, args: [runningNpm], shell: false };
  }
  // On Windows npm is a batch file, and those start only through a shell.
  return { command: 'npm', args: [], shell: platform === 'win32' };
}

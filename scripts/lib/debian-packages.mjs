// @ts-check

/**
 * What Electron needs from Debian and its kin. Each entry lists the names that a package has had, newest first:
 * Debian 13 and Ubuntu 24.04 renamed some when 64-bit time came ("t64").
 */
export const WINDOW_PACKAGES = [
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libasound2t64', 'libasound2'],
  ['libnss3'],
  ['libgbm1'],
];

/** A display in memory, for the end-to-end tests on a machine without a screen. */
export const VIRTUAL_DISPLAY_PACKAGES = [['xvfb'], ['xauth']];

/**
 * Picks the name that this release knows. When it knows none, the oldest stays: apt's own message about it then says
 * more than we could.
 * @param {readonly (readonly string[])[]} wanted
 * @param {(name: string) => boolean} isKnown
 * @returns {string[]}
 */
export function choosePackages(wanted, isKnown) {
  return wanted.map((names) => names.find(isKnown) ?? /** @type {string} */ (names.at(-1)));
}

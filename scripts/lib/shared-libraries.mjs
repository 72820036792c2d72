// @ts-check

/**
 * The libraries that the loader did not find, out of what `ldd` prints ("libgtk-3.so.0 => not found").
 * @param {string} lddOutput
 * @returns {string[]}
 */
export function missingLibraries(lddOutput) {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '');
  return [...new Set(names)];
}

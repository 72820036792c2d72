// @ts-check

/**
 * Whether a window can be shown. macOS and Windows always have a display; on Linux (and the BSDs) the desktop
 * says so in the environment.
 * @param {NodeJS.Platform} platform
 * @param {NodeJS.ProcessEnv} environment
 * @returns {boolean}
 */
export function hasDisplay(platform, environment) {
  if (platform === 'darwin' || platform === 'win32') return true;
  return isSet(environment.DISPLAY) || isSet(environment.WAYLAND_DISPLAY);
}

/**
 * @param {string | undefined} value
 * @returns {boolean}
 */
function isSet(value) {
  return value !== undefined && value !== '';
}

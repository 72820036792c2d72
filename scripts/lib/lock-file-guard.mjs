// @ts-check

/**
 * @typedef {object} LockFile
 * @property {Record<string, LockEntry>} [packages] by path, such as "node_modules/vite/node_modules/x"
 *
 * @typedef {object} LockEntry
 * @property {string} [resolved]
 * @property {boolean} [link]
 * @property {Record<string, string>} [optionalDependencies]
 */

/**
 * Finds what makes a package-lock.json unusable elsewhere although it works on the machine that wrote it.
 *
 * - An optional dependency without an entry: a registry that lacks one platform's binary makes `npm install` drop it
 *   without a word, and every `npm ci` after that fails ("Missing: … from lock file").
 * - A `resolved` address: it ties the lock to one registry.
 *
 * @param {LockFile} lock
 * @returns {string[]} one line per problem
 */
export function findLockProblems(lock) {
  const packages = lock.packages;
  if (packages === undefined || Object.keys(packages).length === 0) {
    return ['package-lock.json lists no packages; write it again with a current npm (npm install).'];
  }
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...missingOptionals(path, entry, packages),
    ...foreignAddress(path, entry),
  ]);
}

/**
 * @param {string} path
 * @param {LockEntry} entry
 * @param {Record<string, LockEntry>} packages
 * @returns {string[]}
 */
function missingOptionals(path, entry, packages) {
  return Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isReachable(path, name, packages))
    .map(
      (name) =>
        `${path || 'the project'} has the optional dependency ${name}, which has no entry of its own: ` +
        'npm ci would fail. Choose a version whose binaries are all in the registry.',
    );
}

/**
 * Looks where Node would: beside the package, then in each node_modules further up.
 * @param {string} path
 * @param {string} name
 * @param {Record<string, LockEntry>} packages
 * @returns {boolean}
 */
function isReachable(path, name, packages) {
  for (let folder = path; ; folder = parentPackage(folder)) {
    const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (Object.hasOwn(packages, candidate)) return true;
    if (folder === '') return false;
  }
}

/**
 * @param {string} path
 * @returns {string}
 */
function parentPackage(path) {
  const end = path.lastIndexOf('/node_modules/');
  return end === -1 ? '' : path.slice(0, end);
}

/**
 * @param {string} path
 * @param {LockEntry} entry
 * @returns {string[]}
 */
function foreignAddress(path, entry) {
  if (entry.resolved === undefined || entry.link === true) return [];
  return [
    `${path} is tied to one address (${entry.resolved}). ` +
      'Write the lock again with omit-lockfile-registry-resolved=true in .npmrc; use no git or URL dependencies.',
  ];
}

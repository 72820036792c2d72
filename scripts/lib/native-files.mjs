// @ts-check
import { copyFileSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/*
 * Which files of onnxruntime-node a package of Ninestep needs. npm installs the libraries of all systems; a package is for
 * one of them. docs/packaging.md has the reasons and the sizes.
 */

/**
 * The libraries beside the binding, by target (platform-architecture). A list, not a rule: with a version that brings other
 * files a test fails, and somebody decides.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const LIBRARIES = {
  'linux-x64': ['libonnxruntime.so.1'],
  'linux-arm64': ['libonnxruntime.so.1'],
  // The binding asks for this name; libonnxruntime.1.30.0.dylib is the same file once more.
  'darwin-arm64': ['libonnxruntime.1.dylib'],
  'win32-x64': ['onnxruntime.dll', 'DirectML.dll', 'dxcompiler.dll', 'dxil.dll'],
  'win32-arm64': ['onnxruntime.dll', 'DirectML.dll', 'dxcompiler.dll', 'dxil.dll'],
};

/** Systems for which there are prebuilt libraries; elsewhere Ninestep trains on WebAssembly. */
export const NATIVE_TARGETS = Object.keys(LIBRARIES);

const BINARIES = 'onnxruntime-node/bin/napi-v6';

/**
 * The files that a package for `target` needs, as paths below `node_modules`; none where nothing is prebuilt for it.
 * @param {string} target
 * @param {string} modules the folder `node_modules` of an installation
 * @returns {string[]}
 */
export function nativeFiles(target, modules) {
  const libraries = LIBRARIES[target];
  if (libraries === undefined) return [];
  const folder = `${BINARIES}/${target.replace('-', '/')}`;
  return [
    ...['onnxruntime_binding.node', ...libraries].map((name) => `${folder}/${name}`),
    ...scriptsOf('onnxruntime-node', 'dist', modules),
    ...scriptsOf('onnxruntime-common', 'dist/cjs', modules),
  ];
}

/**
 * Files that lie in memory-mapped form on the disk, which no archive can stand in for: an archive of Electron must leave
 * them beside itself.
 * @param {string} path
 * @returns {boolean}
 */
export function mustBeUnpacked(path) {
  return path.startsWith(`${BINARIES}/`);
}

/**
 * @param {string} name of a package
 * @param {string} folder within it
 * @param {string} modules
 */
function scriptsOf(name, folder, modules) {
  const scripts = readdirSync(join(modules, name, folder)).filter((file) =>
    /(\.js|^package\.json)$/.test(file),
  );
  return [`${name}/package.json`, ...scripts.map((file) => `${name}/${folder}/${file}`)];
}

/**
 * Copies those files into another `node_modules`.
 * @param {string} target
 * @param {{ from: string, to: string }} modules
 * @returns {string[]} what was copied, as `nativeFiles` names it
 */
export function copyNativeFiles(target, { from, to }) {
  const files = nativeFiles(target, from);
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    copyFileSync(join(from, file), join(to, file));
  }
  return files;
}

/**
 * @param {readonly string[]} files
 * @param {string} modules
 * @returns {number} bytes on the disk
 */
export function sizeOf(files, modules) {
  return files.reduce((sum, file) => sum + statSync(join(modules, file)).size, 0);
}

// @ts-check
'use strict';

/**
 * What `electron <folder>` runs first: it finds the folder on the command line, takes on its name and version, and
 * loads it. The official Electron has such a "default app" inside; the stand-in of scripts/lib/stand-in-electron.mjs
 * has not, so this one is put there. Runs inside Electron 25.
 */
const { readFileSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { app } = require('electron');

const { target, preloads } = readCommandLine(process.argv.slice(1));
if (target === undefined) {
  console.error('Usage: electron [options] <app folder> [arguments of the app]');
  process.exit(1);
}

Object.defineProperty(process, 'defaultApp', { value: true, configurable: false, enumerable: true });
describeApp(target);
// Playwright steers the app through a module given by -r; it has to be there before the app.
for (const preload of preloads) load(preload, false);
load(target, true);

/**
 * @param {readonly string[]} args
 * @returns {{ target: string | undefined, preloads: string[] }}
 */
function readCommandLine(args) {
  const preloads = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-r' || arg === '--require') preloads.push(path.resolve(args[++i] ?? ''));
    else if (!arg.startsWith('-')) return { target: path.resolve(arg), preloads };
  }
  return { target: undefined, preloads };
}

/** @param {string} folder */
function describeApp(folder) {
  const about = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.name = about.productName ?? about.name;
  // @ts-expect-error Not in Electron's public types; the official default app calls it too.
  app.setVersion(about.version);
  // @ts-expect-error Not in the public types either.
  app.setAppPath(folder);
}

/**
 * @param {string} file
 * @param {boolean} isMain
 */
function load(file, isMain) {
  // @ts-expect-error Internal to Node, and the only way to make a module the main one.
  Module._load(file, Module, isMain);
}

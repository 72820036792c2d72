import { describe, expect, it } from 'vitest';
import { choosePackages, WINDOW_PACKAGES } from '../../../scripts/lib/debian-packages.mjs';
import { hasDisplay } from '../../../scripts/lib/display.mjs';
import { describeFailure, SetupError } from '../../../scripts/lib/messages.mjs';
import { isNodeNewEnough } from '../../../scripts/lib/node-version.mjs';
import { npmCommand } from '../../../scripts/lib/npm.mjs';
import { missingLibraries } from '../../../scripts/lib/shared-libraries.mjs';

describe('hasDisplay', () => {
  it.each<[NodeJS.Platform, NodeJS.ProcessEnv, boolean]>([
    ['linux', {}, false],
    ['linux', { DISPLAY: '' }, false],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['freebsd', {}, false],
    ['darwin', {}, true],
    ['win32', {}, true],
  ])('%s with %j: %s', (platform, environment, expected) => {
    expect(hasDisplay(platform, environment)).toBe(expected);
  });
});

describe('isNodeNewEnough', () => {
  it.each([
    ['18.20.8', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['22.0.0', true],
    ['100.1.0', true],
  ])('%s: %s', (version, expected) => {
    expect(isNodeNewEnough(version)).toBe(expected);
  });
});

describe('choosePackages', () => {
  it('takes the old names on Debian 12', () => {
    const known = new Set(['libgtk-3-0', 'libasound2', 'libnss3', 'libgbm1']);
    expect(choosePackages(WINDOW_PACKAGES, (name) => known.has(name))).toEqual([
      'libgtk-3-0',
      'libasound2',
      'libnss3',
      'libgbm1',
    ]);
  });

  it('takes the new names where packages were renamed', () => {
    const known = new Set(['libgtk-3-0t64', 'libasound2t64', 'libasound2', 'libnss3', 'libgbm1']);
    expect(choosePackages(WINDOW_PACKAGES, (name) => known.has(name))).toEqual([
      'libgtk-3-0t64',
      'libasound2t64',
      'libnss3',
      'libgbm1',
    ]);
  });

  it('keeps the oldest name when none is known, for apt to complain about', () => {
    expect(choosePackages([['new', 'old']], () => false)).toEqual(['old']);
  });
});

describe('missingLibraries', () => {
  it('lists each missing library once', () => {
    const output = [
      '\tlinux-vdso.so.1 (0x00007fff)',
      '\tlibgtk-3.so.0 => not found',
      '\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f)',
      '\tlibnss3.so => not found',
      '\tlibgtk-3.so.0 => not found',
    ].join('\n');
    expect(missingLibraries(output)).toEqual(['libgtk-3.so.0', 'libnss3.so']);
  });

  it('finds none where ldd does not know the format', () => {
    expect(missingLibraries('\tnot a dynamic executable\n')).toEqual([]);
  });
});

describe('npmCommand', () => {
  it('uses the npm that is running already', () => {
    const { command, args } = npmCommand({ npm_execpath: '/opt/npm/bin/npm-cli.js' }, 'linux');
    expect([command, ...args]).toEqual([process.execPath, '/opt/npm/bin/npm-cli.js']);
  });

  it('does not take another package manager for npm', () => {
    expect(npmCommand({ npm_execpath: '/opt/yarn/yarn.js' }, 'linux')).toEqual({
      command: 'npm',
      args: [],
      shell: false,
    });
  });

  it('goes through a shell on Windows, where npm is a batch file', () => {
    expect(npmCommand({}, 'win32').shell).toBe(true);
  });
});

describe('describeFailure', () => {
  it('says what happened, where, and what to do', () => {
    const error = new SetupError('No disk.', { where: 'node_modules', todo: 'Buy one.' });
    expect(describeFailure(error)).toBe('No disk.\n  Where: node_modules\n  What to do: Buy one.');
  });

  it('keeps the stack of a bug', () => {
    expect(describeFailure(new Error('oops'))).toContain('environment.test.ts');
  });
});

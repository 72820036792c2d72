import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRuntime, RUNTIME_VERSION } from '../../../../../src-main/trainer/native/load-runtime.ts';
import { BINDING_FILE, installPackage } from '../../../../helpers/native-package.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

const installed = loadRuntime();

describe('the runtime of the native backend', () => {
  it('is of the version that package.json pins', () => {
    const { optionalDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      optionalDependencies: Record<string, string>;
    };
    expect(optionalDependencies['onnxruntime-node']).toBe(RUNTIME_VERSION);
  });

  it('says that its package is not installed', () => {
    expect(loadRuntime(join(tempFolder(), 'from.cjs'))).toEqual({
      kind: 'absent',
      reason: 'onnxruntime-node is not installed',
    });
  });

  it('does not touch another version than the one it knows', () => {
    const from = installPackage({ 'package.json': JSON.stringify({ version: '2.0.0' }) });
    expect(loadRuntime(from)).toEqual({
      kind: 'absent',
      reason: `onnxruntime-node 2.0.0 is installed, and Ninestep knows ${RUNTIME_VERSION}`,
    });
  });

  it('says why a package that does not load is of no use, without naming folders of this machine', () => {
    const from = installPackage({
      'package.json': JSON.stringify({ version: RUNTIME_VERSION }),
      'dist/binding.js': "throw new Error(__dirname + ': not for this system')",
      '../onnxruntime-common/index.js': 'exports.env = {}',
    });
    expect(loadRuntime(from)).toEqual({
      kind: 'absent',
      reason:
        `onnxruntime-node ${RUNTIME_VERSION} does not work here ` +
        '(onnxruntime-node/dist: not for this system)',
    });
  });

  it('refuses a runtime that computes wrongly', () => {
    const from = installPackage({
      'package.json': JSON.stringify({ version: RUNTIME_VERSION }),
      'dist/binding.js': WRONG_BINDING,
      '../onnxruntime-common/index.js': 'exports.env = {}',
    });
    expect(loadRuntime(from)).toMatchObject({
      kind: 'absent',
      reason: expect.stringContaining(
        'a product that it computes is 1, 2, 3, 4 and not 201, 2010, 403, 4030',
      ) as string,
    });
  });

  describe.skipIf(installed.kind === 'absent')('where it is installed', () => {
    it('loads', () => {
      expect(installed).toMatchObject({ kind: 'loaded', runtime: { version: RUNTIME_VERSION } });
    });

    it('says so where the library is not one', () => {
      const own = dirname(createRequire(import.meta.url).resolve('onnxruntime-node/package.json'));
      const from = installPackage({
        'package.json': readFileSync(join(own, 'package.json'), 'utf8'),
        'dist/binding.js': readFileSync(join(own, 'dist/binding.js'), 'utf8'),
        [BINDING_FILE]: 'no library at all',
      });
      symlinkSync(join(own, '../onnxruntime-common'), join(dirname(from), 'node_modules/onnxruntime-common'));
      expect(loadRuntime(from)).toMatchObject({
        kind: 'absent',
        reason: expect.stringContaining(`onnxruntime-node ${RUNTIME_VERSION} does not work here (`) as string,
      });
    });

    it('throws what the library says of a model that is none', () => {
      if (installed.kind === 'absent') throw new Error('unreachable');
      const { runtime } = installed;
      expect(() => runtime.open(Uint8Array.of(1, 2, 3), { threads: 1 })).toThrow(/protobuf/i);
    });
  });
});

/** Answers every product with its first factor. */
const WRONG_BINDING = `
  class InferenceSession {
    loadModel() { this.outputMetadata = [{ name: 'C' }]; }
    run({ A }) { return { C: A }; }
    dispose() {}
  }
  module.exports = { initOrt() {}, binding: { InferenceSession } };
`;

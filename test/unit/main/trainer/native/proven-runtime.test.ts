import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadRuntime, RUNTIME_VERSION } from '../../../../../src-main/trainer/native/load-runtime.ts';
import { provenRuntime } from '../../../../../src-main/trainer/native/proven-runtime.ts';
import { BINDING_FILE, installPackage } from '../../../../helpers/native-package.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';

const CRASHED = {
  kind: 'absent',
  reason: expect.stringContaining('ended the process that tried it') as string,
};

describe('a native library is tried where that hurts nobody', () => {
  it('and one that ends its process is absent, now and later', () => {
    // What a processor does that does not know an instruction.
    const from = packageWith("process.kill(process.pid, 'SIGILL'); while (true) ;");
    const place = join(tempFolder(), 'deep', 'native.json');
    expect(provenRuntime(from, place)).toMatchObject(CRASHED);
    const proof = readFileSync(place, 'utf8');
    expect(proof).toContain('"crashed"');
    expect(provenRuntime(from, place)).toMatchObject(CRASHED);
    expect(readFileSync(place, 'utf8')).toBe(proof);
  });

  it('and one that only fails says why', () => {
    const from = packageWith("throw new Error('not for this system')");
    const place = join(tempFolder(), 'native.json');
    expect(provenRuntime(from, place)).toEqual(loadRuntime(from));
    expect(readFileSync(place, 'utf8')).toContain('"works"');
  });

  it('and one whose trial a person has interrupted is tried again the next time', () => {
    const from = packageWith("process.kill(process.pid, 'SIGINT'); while (true) ;");
    const place = join(tempFolder(), 'native.json');
    expect(provenRuntime(from, place)).toEqual({
      kind: 'absent',
      reason: 'trying its library out was interrupted or took too long',
    });
    expect(existsSync(place)).toBe(false);
  });

  it('and where a mark was left by a process that is gone, it is tried once more, and then not loaded again', () => {
    const from = packageWith('');
    const place = join(tempFolder(), 'native.json');
    const first = provenRuntime(from, place);
    const leave = (attempts: number): void => {
      const proof = JSON.parse(readFileSync(place, 'utf8')) as object;
      writeFileSync(place, JSON.stringify({ ...proof, state: 'trying', pid: goneProcess(), attempts }));
    };
    leave(1);
    expect(provenRuntime(from, place)).toEqual(first);
    expect(readFileSync(place, 'utf8')).toContain('"works"');
    leave(2);
    expect(provenRuntime(from, place)).toMatchObject(CRASHED);
  });

  it('anew where another one is installed', () => {
    const place = join(tempFolder(), 'native.json');
    expect(
      provenRuntime(packageWith("process.kill(process.pid, 'SIGILL'); while (true) ;"), place),
    ).toMatchObject(CRASHED);
    const other = packageWith("throw new Error('not for this system')", 'another library');
    expect(provenRuntime(other, place)).toEqual(loadRuntime(other));
  });

  it('anew where a file beside its binding was changed, be it damaged or mended', () => {
    const place = join(tempFolder(), 'native.json');
    const from = packageWith("throw new Error('not for this system')");
    const shared = join(dirname(from), 'node_modules/onnxruntime-node', dirname(BINDING_FILE), 'shared.so');
    writeFileSync(shared, 'whole');
    provenRuntime(from, place);
    const proof = readFileSync(place, 'utf8');
    provenRuntime(from, place);
    expect(readFileSync(place, 'utf8')).toBe(proof);
    writeFileSync(shared, 'cut');
    provenRuntime(from, place);
    expect(readFileSync(place, 'utf8')).not.toBe(proof);
  });

  it('which a missing package is spared', () => {
    const place = join(tempFolder(), 'native.json');
    expect(provenRuntime(join(tempFolder(), 'from.cjs'), place)).toEqual({
      kind: 'absent',
      reason: 'onnxruntime-node is not installed',
    });
    expect(existsSync(place)).toBe(false);
  });

  it.skipIf(loadRuntime().kind === 'absent')('and the installed one works', () => {
    expect(provenRuntime(undefined, join(tempFolder(), 'native.json'))).toMatchObject({ kind: 'loaded' });
  });
});

function packageWith(binding: string, library = 'a library'): string {
  return installPackage({
    'package.json': JSON.stringify({ version: RUNTIME_VERSION }),
    'dist/binding.js': binding,
    [BINDING_FILE]: library,
    '../onnxruntime-common/index.js': 'exports.env = {}',
  });
}

/** The number of a process that has ended. */
function goneProcess(): number {
  return Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
}

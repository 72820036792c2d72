import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EMULATED_SWITCH, lookForDevice } from '../../../../../src-main/trainer/native/graphics-device.ts';
import { loadRuntime, RUNTIME_VERSION } from '../../../../../src-main/trainer/native/load-runtime.ts';
import { bundleChild } from '../../../../helpers/bundle.ts';
import { BINDING_FILE, installPackage } from '../../../../helpers/native-package.ts';
import { tempFolder } from '../../../../helpers/temp-folder.ts';
import { DEVICE_CASES, DEVICE_STEPS, type DeviceAnswer } from '../../../../helpers/webgpu-cases.ts';

/** As of every backend after a whole run in float32. */
const PARITY = 1e-4;
const SWIFTSHADER = join(process.cwd(), 'node_modules/electron/dist');
const isEmulatorHere =
  process.platform === 'linux' &&
  ['libvk_swiftshader.so', 'vk_swiftshader_icd.json', 'libvulkan.so.1'].every((file) =>
    existsSync(join(SWIFTSHADER, file)),
  ) &&
  loadRuntime().kind === 'loaded';
/** An emulated device compiles some hundred kernels, and may share the processor with others. */
const EMULATOR_PATIENCE_MS = 180_000;

describe('a graphics device is looked for where that hurts nobody', () => {
  it('and one that is not there is told in the words of the library', () => {
    const refusal =
      '/src/webgpu_context.cc:136 adapter_result was false. Failed to get a WebGPU adapter: No supported adapters\n';
    expect(search(packageThat(`throw new Error(${JSON.stringify(refusal)});`))).toEqual({
      kind: 'absent',
      reason: 'none was found (Failed to get a WebGPU adapter: No supported adapters)',
    });
  });

  it('and a driver that ends its process does not end this one', () => {
    expect(search(packageThat("process.kill(process.pid, 'SIGABRT'); while (true) ;"))).toEqual({
      kind: 'absent',
      reason: 'none was found (its driver ended the process that tried it)',
    });
  });

  it('and a driver that does not answer is not waited for', () => {
    expect(search(packageThat('while (true) ;'), { patienceMs: 1_000 })).toEqual({
      kind: 'absent',
      reason: 'none was found (its driver did not answer within 1 s)',
    });
  });

  it('and where no process of its own can be had, one that died of it is remembered', () => {
    const folder = tempFolder();
    const refusing = packageThat("throw new Error('Failed to get a device')");
    const options = { mayFork: false, folder };
    expect(search(refusing, options)).toMatchObject({ reason: 'none was found (Failed to get a device)' });
    const mark = JSON.parse(readFileSync(join(folder, 'webgpu.json'), 'utf8')) as object;
    writeFileSync(
      join(folder, 'webgpu.json'),
      JSON.stringify({ ...mark, state: 'trying', pid: goneProcess() }),
    );
    expect(search(refusing, options)).toMatchObject({
      reason: 'none was found (its driver ended the process that tried it today)',
    });
  });
});

describe('a device that software emulates (where one is installed beside Electron)', () => {
  it.skipIf(!isEmulatorHere)(
    'trains as the reference does, with the same bits in however many calls',
    async () => {
      const folder = tempFolder();
      const program = await bundleChild('webgpu-trainer.ts', folder);
      const answer = JSON.parse(
        execFileSync(process.execPath, [program, __filename, folder], {
          encoding: 'utf8',
          timeout: EMULATOR_PATIENCE_MS,
          env: {
            ...process.env,
            [EMULATED_SWITCH]: '1',
            LD_LIBRARY_PATH: SWIFTSHADER,
            VK_ICD_FILENAMES: join(SWIFTSHADER, 'vk_swiftshader_icd.json'),
          },
        }),
      ) as { kind: string; answers: DeviceAnswer[] };
      expect(answer).toMatchObject({ kind: 'found', hasSameBits: true });
      expect(answer.answers).toHaveLength(DEVICE_CASES.length);
      for (const one of answer.answers) {
        expect(one, one.name).toMatchObject({ steps: DEVICE_STEPS });
        expect(Math.max(one.parameters, one.statistics, one.predictions), one.name).toBeLessThan(PARITY);
      }
    },
    EMULATOR_PATIENCE_MS,
  );
});

function search(from: string, options: { patienceMs?: number; mayFork?: boolean; folder?: string } = {}) {
  const { folder = tempFolder(), ...rest } = options;
  return lookForDevice({
    from,
    libraryMark: join(folder, 'native.json'),
    deviceMark: join(folder, 'webgpu.json'),
    ...rest,
  });
}

/** A library that multiplies as it should, and does this when it is asked for the device. */
function packageThat(onDevice: string): string {
  return installPackage({
    'package.json': JSON.stringify({ version: RUNTIME_VERSION }),
    'dist/binding.js': `
      class InferenceSession {
        outputMetadata = [{ name: 'C' }];
        loadModel(buffer, offset, length, { executionProviders = [] }) {
          if (executionProviders.includes('webgpu')) { ${onDevice} }
        }
        run(_, { C: wanted }) {
          const data = Float32Array.of(201, 2010, 403, 4030);
          wanted?.data.set(data);
          return { C: { type: 'float32', data, dims: [2, 2] } };
        }
        dispose() {}
      }
      exports.binding = { InferenceSession };
      exports.initOrt = () => {};`,
    [BINDING_FILE]: 'a library',
    '../onnxruntime-common/index.js': 'exports.env = {}',
  });
}

/** The number of a process that has ended. */
function goneProcess(): number {
  return Number(execFileSync(process.execPath, ['-p', 'process.pid']).toString());
}

import { BACKEND_REQUESTS } from '@shared/model/backends.ts';
import { runEngineSchema } from '@shared/schema/run.ts';
import { describe, expect, it } from 'vitest';
import { engineFor, identityOf } from '../../../../src-main/trainer/engine.ts';
import { loadRuntime, RUNTIME_VERSION } from '../../../../src-main/trainer/native/load-runtime.ts';
import { trainingWork } from '../../../../src-main/trainer/training-work.ts';
import { wideExperiment, type WideSettings } from '../../../helpers/wide-experiment.ts';

const isNativeThere = loadRuntime().kind === 'loaded';
const LONG = 100_000;
const SMALL = { hidden: [16], batchSize: 32, epochs: LONG } as const;
const WIDE = { hidden: [512, 512], batchSize: 512, epochs: LONG } as const;
const FLOAT64 = { ...WIDE, precision: 'float64' } as const;

function engineOf(backend: (typeof BACKEND_REQUESTS)[number], settings: WideSettings) {
  return engineFor({ backend, threads: 1 }, trainingWork(wideExperiment(settings)));
}

describe('what trains as it is asked for', () => {
  it.each(BACKEND_REQUESTS)('%s: its record can be written, and says what was asked for', (request) => {
    const { identity } = engineOf(request, SMALL);
    expect(runEngineSchema.parse(identity)).toEqual(identity);
    expect(identity.asked).toBe(request);
  });

  it('is WebAssembly for a small network, without a word about native code', () => {
    const { identity, obstacle } = engineOf('auto', SMALL);
    expect(identity.backend).toMatch(/^wasm/);
    expect(identity.why).toContain('for that WebAssembly is the faster');
    expect(obstacle).toBeUndefined();
  });

  it.skipIf(!isNativeThere).each(['auto', 'native'] as const)(
    'is native code for a wide one: %s',
    (request) => {
      const { identity, backend, obstacle } = engineOf(request, WIDE);
      expect(identity).toMatchObject({ backend: 'native', runtime: RUNTIME_VERSION });
      expect(backend.name).toBe('native');
      expect(obstacle).toBeUndefined();
    },
  );

  it.skipIf(!isNativeThere)('was tried where the size does not tell', () => {
    const { identity } = engineOf('auto', { hidden: [128], batchSize: 64, epochs: LONG });
    expect(identity.why).toMatch(
      /tried here for a moment: native code [\d,]+ µs, WebAssembly [\d,]+ µs a step/,
    );
  });

  it('takes the place of native code visibly where that cannot train this', () => {
    const { identity, obstacle } = engineOf('native', FLOAT64);
    expect(identity.backend).toMatch(/^wasm/);
    expect(obstacle).toBe('it trains in float32, and this is float64');
    expect(identity.why).toBe(`WebAssembly trains in place of the native engine: ${obstacle!}.`);
  });

  it('is WebAssembly for what native code cannot train, where nobody asked for that', () => {
    const { identity, obstacle } = engineOf('auto', FLOAT64);
    expect(identity.backend).toMatch(/^wasm/);
    expect(obstacle).toBeUndefined();
  });
});

it('what stands in models does not say how the backend was come by', () => {
  const { identity } = engineOf('auto', WIDE);
  expect(identityOf(identity)).not.toHaveProperty('why');
  expect(identityOf(identity)).not.toHaveProperty('asked');
  expect({ ...identity, ...identityOf(identity) }).toEqual(identity);
});

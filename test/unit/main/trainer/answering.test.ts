import { answeringFor } from '@shared/evaluation/answering-choice.ts';
import { finish } from '@shared/evaluation/work.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { describe, expect, it } from 'vitest';
import { answererFor, engineToAsk } from '../../../../src-main/trainer/answering.ts';
import { loadRuntime } from '../../../../src-main/trainer/native/load-runtime.ts';
import { smallExperimentJson } from '../../../helpers/experiments.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';

const isNativeThere = loadRuntime().kind === 'loaded';
const model = trainedModel(parseExperiment(withLayers([64, 32])));
const { parameters } = model;
const units = 64 + 32 + model.outputs.length;
/** As many as make a question of that size of any model. */
const ROWS = { loops: 1_000, wasm: 2 ** 29 / parameters, native: 2 ** 31 / parameters };
const row = [3, 0.5];

describe('what answers for a model', () => {
  it.each(['loops', 'wasm', 'native'] as const)('is chosen by the size of the question: %s', (answering) => {
    expect(answeringFor({ parameters, units, rows: ROWS[answering] })).toBe(answering);
  });

  it('is WebAssembly, however large the question is, where activations take the time', () => {
    expect(answeringFor({ parameters, units: parameters / 4, rows: ROWS.native })).toBe('wasm');
  });

  it.each(['loops', 'wasm', 'native'] as const)('gives the same answer, whatever it is: %s', (answering) => {
    const answerer = answererFor(model, ROWS[answering]);
    expect(answerer.answering).toBe(answering === 'native' && !isNativeThere ? 'wasm' : answering);
    const [found] = finish(answerer.answer({ rows: 1, value: (input) => row[input]! }));
    answerer.close();
    const [expected] = createPredictor(model)(row);
    expect(Math.abs(found! - expected!)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected!)));
  });
});

describe('the machine for a question', () => {
  it('is WebAssembly for a small one', () => {
    expect(
      engineToAsk({ backend: 'auto', threads: 1 }, { parameters, units, rows: 10 }).backend.name,
    ).toMatch(/^wasm/);
  });

  it('is native code for a large one, where it is here', () => {
    const { backend } = engineToAsk(
      { backend: 'auto', threads: 1 },
      { parameters, units, rows: ROWS.native },
    );
    expect(backend.name).toMatch(isNativeThere ? /^native$/ : /^wasm/);
  });

  it('is what was asked for, however large the question is', () => {
    const { backend } = engineToAsk(
      { backend: 'reference', threads: 1 },
      { parameters, units, rows: ROWS.native },
    );
    expect(backend.name).toBe('reference');
  });
});

function withLayers(sizes: readonly number[]): object {
  const layers = sizes.map((units) => ({ type: 'dense', units, activation: 'tanh' }));
  return { ...smallExperimentJson, network: { layers }, training: { epochs: 2 } };
}

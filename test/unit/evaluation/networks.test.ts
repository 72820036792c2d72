import { parseExperiment } from '@shared/schema/experiment.ts';
import { Answerer } from '@shared/evaluation/answerer.ts';
import { networkInLoops } from '@shared/evaluation/network-in-loops.ts';
import { canAnswerNatively, networkInNativeCode } from '@shared/evaluation/network-in-native-code.ts';
import { networkOnMachine } from '@shared/evaluation/network-on-machine.ts';
import type { ScaledNetwork } from '@shared/evaluation/scaled-network.ts';
import { finish } from '@shared/evaluation/work.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import { createCellReader } from '@shared/export/read-cell.ts';
import type { RawValue } from '@shared/model/column-catalog.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';
import { FLOAT64_BACKENDS } from '../../helpers/backends.ts';
import {
  ACTIVATION_NAMES,
  EXPORT_TASKS,
  mixedModel,
  modelOfAllLayers,
  numberRows,
  rawCases,
} from '../../helpers/exported-models.ts';
import { RUNTIME } from '../../helpers/native-graphs.ts';
import { smallExperimentJson } from '../../helpers/experiments.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

/** As the app promises of a model wherever it is asked. */
const TOLERANCE = 1e-12;

type Case = readonly [what: string, model: ModelFile, rows: readonly RawValue[][]];

const MIXED: readonly Case[] = EXPORT_TASKS.map(([task, changes]) => {
  const model = mixedModel(changes);
  return [task, model, rawCases(model).rows];
});
const CASES: readonly Case[] = [
  ...MIXED,
  ['every kind of layer', modelOfAllLayers(ACTIVATION_NAMES), numberRows()],
];

/** [rows][outputs] */
function answers(model: ModelFile, network: ScaledNetwork, rows: readonly RawValue[][]): number[][] {
  const columns = model.inputs.map((input, i) => {
    const read = createCellReader(input);
    return rows.map((row) => read(row[i]!));
  });
  const answerer = new Answerer(model, network);
  try {
    const values = finish(answerer.answer({ rows: rows.length, value: (i, n) => columns[i]![n]! }));
    return rows.map((_, n) => model.outputs.map((_output, t) => values[t * rows.length + n]!));
  } finally {
    answerer.close();
  }
}

function expectClose(found: readonly number[][], expected: readonly number[][]): void {
  expect(found).toHaveLength(expected.length);
  let largest = 0;
  expected.forEach((row, n) => {
    row.forEach((value, t) => {
      largest = Math.max(largest, Math.abs(found[n]![t]! - value) / Math.max(1, Math.abs(value)));
    });
  });
  expect(largest).toBeLessThanOrEqual(TOLERANCE);
}

describe('a network that answers many rows', () => {
  it.each(CASES)('in loops: with the bits of each row alone: %s', (_what, model, rows) => {
    expect(answers(model, networkInLoops(model), rows)).toEqual(rows.map(createPredictor(model)));
  });

  describe.each(FLOAT64_BACKENDS.map((backend) => [backend.name, backend] as const))(
    'on %s',
    (_name, backend) => {
      it.each(CASES)('as each row alone: %s', (_what, model, rows) => {
        expectClose(answers(model, networkOnMachine(model, backend), rows), rows.map(createPredictor(model)));
      });
    },
  );

  it.skipIf(RUNTIME === null).each([1, 7, 256])('in native code: in calls of %i rows', (rowsAtOnce) => {
    const [, model, rows] = MIXED[0]!;
    const network = { ...networkInNativeCode(model, RUNTIME!), rowsAtOnce };
    expectClose(answers(model, network, rows), rows.map(createPredictor(model)));
  });

  it.each([1, 7, 256])('in loops: in calls of %i rows', (rowsAtOnce) => {
    const [, model, rows] = MIXED[0]!;
    const network = { ...networkInLoops(model), rowsAtOnce };
    expect(answers(model, network, rows)).toEqual(rows.map(createPredictor(model)));
  });

  it.skipIf(RUNTIME === null).each(MIXED)('in native code: as each row alone: %s', (_what, model, rows) => {
    expect(canAnswerNatively(model)).toBe(true);
    expectClose(answers(model, networkInNativeCode(model, RUNTIME!), rows), rows.map(createPredictor(model)));
  });

  const exact = ACTIVATION_NAMES.filter((activation) => activation !== 'gelu');

  it.skipIf(RUNTIME === null).each(exact)('in native code: %s', (activation) => {
    const model = withActivation(activation);
    const rows = Array.from({ length: 2_000 }, (_, n) => [n / 40 - 25, 25 - n / 30]);
    expect(canAnswerNatively(model)).toBe(true);
    expectClose(answers(model, networkInNativeCode(model, RUNTIME!), rows), rows.map(createPredictor(model)));
  });

  it.each([
    ['GELU, whose error function libraries know in float32 alone', withActivation('gelu')],
    ['normalisations, whose ε graphs have in float32', modelOfAllLayers(ACTIVATION_NAMES)],
    ['more parameters than a graph should hold', { ...withActivation('relu'), parameters: 3e7 }],
  ])('native code is not asked where there is %s', (_what, model) => {
    expect(canAnswerNatively(model)).toBe(false);
  });
});

/** Two layers, with a residual connection and dropout between them. */
function withActivation(activation: string): ModelFile {
  const hidden = { type: 'dense', units: 7, activation };
  const layers = [hidden, { type: 'dropout', rate: 0.1 }, hidden, { type: 'residual', over: 2 }];
  return trainedModel(
    parseExperiment({ ...smallExperimentJson, network: { layers }, training: { epochs: 2 } }),
  );
}

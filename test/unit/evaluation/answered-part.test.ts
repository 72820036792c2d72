import { Answerer } from '@shared/evaluation/answerer.ts';
import { networkOnMachine } from '@shared/evaluation/network-on-machine.ts';
import { answerPart, type AnsweredPart, takeRows } from '@shared/evaluation/answered-part.ts';
import { evaluatedRows } from '@shared/evaluation/row-details.ts';
import { finish } from '@shared/evaluation/work.ts';
import { modelJson } from '@shared/export/model-json.ts';
import { createPredictor } from '@shared/export/predictor.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { parseModelFile } from '@shared/schema/model-file.ts';
import { describe, expect, it } from 'vitest';
import { FLOAT64_BACKENDS } from '../../helpers/backends.ts';
import { classificationJson } from '../../helpers/experiments.ts';
import { mixedExperiment, mixedTable } from '../../helpers/mixed-table.ts';
import { train, type Trained } from '../../helpers/trained-model.ts';

/** Sums in another order, and exponentials by other polynomials. */
const TOLERANCE = 1e-11;

const table = mixedTable(300, 4);
const PROJECTS: [string, Trained][] = [
  ['columns of every type, with missing values', train(mixedExperiment(), table)],
  ['every kind of layer', train(parseExperiment(classificationJson))],
];

/** As it is read from its file. */
function reread({ model }: Trained): ModelFile {
  return parseModelFile(JSON.parse(modelJson(model!)));
}

function answered(trained: Trained, backend: (typeof FLOAT64_BACKENDS)[number]): AnsweredPart {
  const model = reread(trained);
  const answerer = new Answerer(model, networkOnMachine(model, backend));
  const { data } = trained;
  const part = finish(answerPart({ data, task: model.task, answerer }, data.rows.train));
  answerer.close();
  return part;
}

describe.each(PROJECTS)('with %s', (_what, trained) => {
  it.each(FLOAT64_BACKENDS.map((backend) => [backend.name, backend] as const))(
    '%s answers every row as the model file does for its raw inputs',
    (_name, backend) => {
      const part = answered(trained, backend);
      const predict = createPredictor(reread(trained));
      const every = Uint32Array.from(part.rows, (_, n) => n);
      const rows = evaluatedRows(part, trained.data.inputs, every);
      expect(rows).toHaveLength(trained.data.rows.train.length);
      for (const { inputs, answers } of rows) {
        predict(inputs).forEach((expected, t) => {
          expect(Math.abs(answers[t]! - expected)).toBeLessThanOrEqual(
            TOLERANCE * Math.max(1, Math.abs(expected)),
          );
        });
      }
    },
  );

  it('has the rows in the order of the table, each with the truth that stands there', () => {
    const { data } = trained;
    const { rows, truth, outputs } = answered(trained, FLOAT64_BACKENDS[0]!);
    expect([...rows]).toEqual([...data.rows.train].toSorted((a, b) => a - b));
    outputs.forEach((output, t) => {
      const target = data.targets.find(({ fitted }) => fitted.includes(output))!;
      rows.forEach((row, n) => {
        expect(truth[t * rows.length + n]).toBe(target.values[row]);
      });
    });
  });
});

describe('takeRows', () => {
  it('keeps what belongs together', () => {
    const part = answered(PROJECTS[1]![1], FLOAT64_BACKENDS[0]!);
    const places = Uint32Array.of(1, 4, 7);
    const taken = takeRows(part, places);
    const N = part.rows.length;
    places.forEach((n, k) => {
      expect(taken.rows[k]).toBe(part.rows[n]);
      expect(taken.truth[3 + k]).toBe(part.truth[N + n]);
      expect(taken.answers[3 + k]).toBe(part.answers[N + n]);
    });
  });
});

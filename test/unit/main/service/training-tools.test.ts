import { LIMITS } from '@shared/core/limits.ts';
import { invokeContract } from '@shared/ipc/contract.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { checkGradients, findRate } from '../../../../src-main/service/training-tools.ts';
import { exampleExperiments } from '../../../../src-main/storage/project-store.ts';
import { BACKENDS } from '../../../helpers/backends.ts';
import { classificationJson, smallExperimentJson } from '../../../helpers/experiments.ts';
import { withValue } from '../../../helpers/json-path.ts';

const small = parseExperiment(smallExperimentJson);
const examples = exampleExperiments().map(({ experiment }) => [experiment.name, experiment] as const);
const toolBench = BACKENDS.map(
  (backend) => [backend.name, { backend, mostWork: LIMITS.waitedWork }] as const,
);

const options = toolBench[0]![1];
/** The small experiment with one other target. */
function withTarget(formula: string): Experiment {
  const source = { ...small.data.source, targets: { y: formula } };
  return { ...small, data: { ...small.data, source }, testCases: [] };
}

const impatient = { ...options, mostWork: 1_000 };

describe.each(toolBench)('checkGradients on %s', (_name, tools) => {
  it.each([
    ...examples,
    ['small', small],
    ['every kind of layer', parseExperiment(classificationJson)],
  ] as const)('passes %s, layer by layer', (_title, experiment) => {
    const report = checkGradients(experiment, tools);
    expect(report).toMatchObject({ passed: true, rows: 16 });
    expect(report.layers.at(-1)!.layer).toBe(experiment.network.layers.length);
    expect(invokeContract['gradient:check'].response.parse(report)).toEqual(report);
  });
});

describe('checkGradients', () => {
  it('takes the weights that training begins with, so that it finds the same twice', () => {
    expect(checkGradients(small, options)).toEqual(checkGradients(small, options));
  });

  it('takes all rows where there are few', () => {
    const few = parseExperiment(withValue(smallExperimentJson, 'data.source.rows', 10));
    expect(checkGradients(few, options)).toMatchObject({ passed: true, rows: 6 });
  });

  it('compares fewer parameters of a large network, and refuses what would keep the window waiting', () => {
    const layers = [600, 600].map((units) => ({ type: 'dense', units, activation: 'tanh' }));
    const large = parseExperiment(withValue(smallExperimentJson, 'network.layers', layers));
    const { backend } = toolBench.at(-1)![1];
    const report = checkGradients(large, { ...options, backend });
    expect(report.passed).toBe(true);
    expect(report.layers.map(({ checked }) => checked < 100)).toEqual([true, true, true]);
    expect(() => checkGradients(large, impatient)).toThrow(/^network\.layers: This would take too long/);
  });

  it('refuses data that are not numbers, as training does', () => {
    const bad = withTarget('sqrt(a - 20)');
    expect(() => checkGradients(bad, options)).toThrow(expect.objectContaining({ code: 'DATA_NOT_FINITE' }));
  });
});

describe.each(toolBench)('findRate on %s', (_name, tools) => {
  it('suggests a rate between those that change nothing and those that destroy everything', () => {
    const found = findRate(examples[1]![1], tools);
    expect(found.suggestion).toBeGreaterThan(1e-4);
    expect(found.suggestion).toBeLessThan(1);
    expect(found.curve[0]!.rate).toBe(1e-7);
    expect(invokeContract['rate:find'].response.parse(found)).toEqual(found);
  });
});

describe('findRate', () => {
  it('finds the same twice, and another curve with another order of the rows', () => {
    expect(findRate(small, options)).toEqual(findRate(small, options));
    const other = parseExperiment(withValue(smallExperimentJson, 'training.seed', 12));
    expect(findRate(other, options).curve).not.toEqual(findRate(small, options).curve);
  });

  it('suggests no more digits than a noisy curve can tell', () => {
    const { suggestion } = findRate(small, options);
    expect(suggestion).toBe(Number(suggestion!.toPrecision(3)));
  });

  it('takes rows in their own order where they are not shuffled', () => {
    const unshuffled = withValue(smallExperimentJson, 'training.shuffle', false);
    const curveOf = (seed: number) =>
      findRate(parseExperiment(withValue(unshuffled, 'training.seed', seed)), options).curve;
    expect(curveOf(1)).toEqual(curveOf(2));
  });

  it.each(['lbfgs', 'levenberg-marquardt'])('refuses %s, which has no learning rate', (type) => {
    const training = {
      ...smallExperimentJson.training,
      optimizer: { type },
      batchSize: 'full',
      precision: 'float64',
    };
    const experiment = parseExperiment(withValue(smallExperimentJson, 'training', training));
    expect(() => findRate(experiment, options)).toThrow(
      /^training\.optimizer\.type: .* has no learning rate: it chooses the length of each step itself\./,
    );
  });

  it('refuses a sweep that would keep the window waiting', () => {
    expect(() => findRate(small, impatient)).toThrow(
      expect.objectContaining({ code: 'TOO_LARGE', at: 'training.batchSize' }),
    );
  });

  it('suggests nothing where nothing can be learned', () => {
    const constant = withTarget('a * 0');
    const dead = { ...constant, network: { ...constant.network, initializer: 'zeros' as const } };
    expect(findRate(dead, options).suggestion).toBeNull();
  });
});

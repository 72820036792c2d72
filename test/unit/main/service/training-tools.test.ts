import { LIMITS } from '@shared/core/limits.ts';
import { invokeContract } from '@shared/ipc/contract.ts';
import type { FormulaSource } from '@shared/model/data-catalog.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { checkGradients, findRate } from '../../../../src-main/service/training-tools.ts';
import { exampleExperiments } from '../../../../src-main/storage/project-store.ts';
import { FLOAT64_BACKENDS } from '../../../helpers/backends.ts';
import { classificationJson, smallExperimentJson } from '../../../helpers/experiments.ts';
import { withValue } from '../../../helpers/json-path.ts';

const small = parseExperiment(smallExperimentJson);
const examples = exampleExperiments().map(({ experiment }) => [experiment.name, experiment] as const);
const toolBench = FLOAT64_BACKENDS.map(
  (backend) => [backend.name, { backend, mostWork: LIMITS.waitedWork }] as const,
);

const options = toolBench[0]![1];
/** The small experiment with one other target. */
function withTarget(formula: string): Experiment {
  const source = { ...(small.data.source as FormulaSource), targets: { y: formula } };
  return { ...small, data: { ...small.data, source }, testCases: [] };
}

const impatient = { ...options, mostWork: 1_000 };

describe.each(toolBench)('checkGradients on %s', (_name, tools) => {
  it.each([
    ...examples,
    ['small', small],
    ['every kind of layer', parseExperiment(classificationJson)],
  ] as const)('passes %s, layer by layer', async (_title, experiment) => {
    const report = await checkGradients(experiment, tools);
    expect(report).toMatchObject({ passed: true, rows: 16 });
    expect(report.layers.at(-1)!.layer).toBe(experiment.network.layers.length);
    expect(invokeContract['gradient:check'].response.parse(report)).toEqual(report);
  });
});

describe('checkGradients', () => {
  it('takes the weights that training begins with, so that it finds the same twice', async () => {
    expect(await checkGradients(small, options)).toEqual(await checkGradients(small, options));
  });

  it('takes all rows where there are few', async () => {
    const few = parseExperiment(withValue(smallExperimentJson, 'data.source.rows', 10));
    expect(await checkGradients(few, options)).toMatchObject({ passed: true, rows: 6 });
  });

  it('compares fewer parameters of a large network, and refuses what would keep the window waiting', async () => {
    const layers = [600, 600].map((units) => ({ type: 'dense', units, activation: 'tanh' }));
    const large = parseExperiment(withValue(smallExperimentJson, 'network.layers', layers));
    const { backend } = toolBench.at(-1)![1];
    const report = await checkGradients(large, { ...options, backend });
    expect(report.passed).toBe(true);
    expect(report.layers.map(({ checked }) => checked < 100)).toEqual([true, true, true]);
    await expect(checkGradients(large, impatient)).rejects.toThrow(
      /^network\.layers: This would take too long/,
    );
  });

  it('refuses data that are not numbers, as training does', async () => {
    const bad = withTarget('sqrt(a - 20)');
    await expect(checkGradients(bad, options)).rejects.toMatchObject({ code: 'DATA_NOT_FINITE' });
  });
});

describe.each(toolBench)('findRate on %s', (_name, tools) => {
  it('suggests a rate between those that change nothing and those that destroy everything', async () => {
    const found = await findRate(examples[1]![1], tools);
    expect(found.suggestion).toBeGreaterThan(1e-4);
    expect(found.suggestion).toBeLessThan(1);
    expect(found.curve[0]!.rate).toBe(1e-7);
    expect(invokeContract['rate:find'].response.parse(found)).toEqual(found);
  });
});

describe('findRate', () => {
  it('finds the same twice, and another curve with another order of the rows', async () => {
    const found = await findRate(small, options);
    expect(await findRate(small, options)).toEqual(found);
    const other = parseExperiment(withValue(smallExperimentJson, 'training.seed', 12));
    expect((await findRate(other, options)).curve).not.toEqual(found.curve);
  });

  it('suggests no more digits than a noisy curve can tell', async () => {
    const { suggestion } = await findRate(small, options);
    expect(suggestion).toBe(Number(suggestion!.toPrecision(3)));
  });

  it('takes rows in their own order where they are not shuffled', async () => {
    const unshuffled = withValue(smallExperimentJson, 'training.shuffle', false);
    const curveOf = async (seed: number) =>
      (await findRate(parseExperiment(withValue(unshuffled, 'training.seed', seed)), options)).curve;
    expect(await curveOf(1)).toEqual(await curveOf(2));
  });

  it.each(['lbfgs', 'levenberg-marquardt'])('refuses %s, which has no learning rate', async (type) => {
    const training = {
      ...smallExperimentJson.training,
      optimizer: { type },
      batchSize: 'full',
      precision: 'float64',
    };
    const experiment = parseExperiment(withValue(smallExperimentJson, 'training', training));
    await expect(findRate(experiment, options)).rejects.toThrow(
      /^training\.optimizer\.type: .* has no learning rate: it chooses the length of each step itself\./,
    );
  });

  it('refuses a sweep that would keep the window waiting', async () => {
    await expect(findRate(small, impatient)).rejects.toMatchObject({
      code: 'TOO_LARGE',
      at: 'training.batchSize',
    });
  });

  it('suggests nothing where nothing can be learned', async () => {
    const constant = withTarget('a * 0');
    const dead = { ...constant, network: { ...constant.network, initializer: 'zeros' as const } };
    expect((await findRate(dead, options)).suggestion).toBeNull();
  });
});

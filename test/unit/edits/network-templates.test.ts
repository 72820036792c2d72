import { type Experiment, shapesOf } from '@shared/model/experiment.ts';
import { parameterCount } from '@shared/model/network.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { describe, expect, it } from 'vitest';
import { fromTemplate, TEMPLATES } from '../../../src-renderer/edits/network-templates.ts';
import { experimentProblems } from '../../../src-renderer/edits/problems.ts';
import { changeOptimizer } from '../../../src-renderer/edits/training.ts';
import { classificationJson, sketchExperiment } from '../../helpers/experiments.ts';

const article = parseExperiment(sketchExperiment);
const classes = parseExperiment(classificationJson);

const from = (experiment: Experiment, label: string): Experiment => {
  const template = TEMPLATES.find((known) => known.label === label)!;
  return { ...experiment, network: fromTemplate(experiment, template) };
};

describe.each(TEMPLATES.map(({ label }) => label))('the template “%s”', (label) => {
  it.each([
    ['numbers', article],
    ['classes', classes],
  ])('can be trained on %s as it is', (_, experiment) => {
    expect(experimentProblems(from(experiment, label))).toEqual([]);
  });

  it('keeps the output’s activation, the seed and nothing of given weights', () => {
    const given = { ...classes.network, seed: 77, initial: [] };
    const { network } = from({ ...classes, network: given }, label);
    expect(network.output.activation).toBe(classes.network.output.activation);
    expect(network.seed).toBe(77);
    expect(network.initial).toBeUndefined();
  });
});

describe('templates', () => {
  it('count as the article does: 2-4-4-3 has 47 parameters', () => {
    expect(parameterCount(shapesOf(from(article, 'The article’s 2-4-4-3')))).toBe(47);
  });

  it('have no hidden layer for a linear model', () => {
    expect(parameterCount(shapesOf(from(article, 'Linear model')))).toBe(9);
  });

  it('suggest what a table would be opened with, without penalties for a method that knows none', () => {
    const suggested = from(article, 'Suggested for the data').network;
    expect(suggested.layers).toMatchObject([
      { type: 'dense', units: 64, activation: 'silu' },
      { type: 'dense', units: 64, activation: 'silu' },
    ]);
    expect(suggested.output.l2).toBeGreaterThan(0);
    const leastSquares = changeOptimizer(article, 'levenberg-marquardt');
    expect(experimentProblems(from(leastSquares, 'Suggested for the data'))).toEqual([]);
  });
});

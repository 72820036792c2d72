import { finish } from '@shared/evaluation/work.ts';
import { shapesOf } from '@shared/model/experiment.ts';
import { checkStep } from '@shared/nine-steps/check-step.ts';
import type { StepSetup } from '@shared/nine-steps/open-step.ts';
import { traceStep } from '@shared/nine-steps/trace-step.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { WALKED_PROJECTS } from '../../helpers/walked-projects.ts';

describe.each(Object.entries(WALKED_PROJECTS))('the check of %s project', (_name, open) => {
  let setup: StepSetup;

  beforeAll(async () => {
    setup = await open();
  });

  it('compares the very gradients that are shown, and finds them right', () => {
    shapesOf(setup.experiment).forEach((shape, layer) => {
      if (shape.parameters === 0) return;
      const question = { row: 3, batch: 'row', layer } as const;
      const { gradients } = traceStep(setup, question).layer;
      const check = finish(checkStep(setup, question));
      expect([...check.analytic]).toEqual([...check.indices].map((index) => gradients[index]));
      expect(check.indices.length).toBe(shape.parameters);
      expect(check.maxRelativeError).toBeLessThan(check.tolerance);
    });
  });
});

describe('the check of a layer', () => {
  it('without parameters is refused', async () => {
    const setup = await WALKED_PROJECTS['one with every kind of layer']!();
    expect(() => finish(checkStep(setup, { row: 0, batch: 'row', layer: 1 }))).toThrow(/no parameters/);
  });

  it('of a row that is not there is refused, and says how many there are', async () => {
    const setup = await WALKED_PROJECTS['iris, classified']!();
    expect(() => finish(checkStep(setup, { row: 5_000, batch: 'row', layer: 0 }))).toThrow(
      /There are \d+ training rows/,
    );
  });
});

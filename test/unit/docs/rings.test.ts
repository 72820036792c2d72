import { parseExperiment } from '@shared/schema/experiment.ts';
import { expect, it } from 'vitest';
import rings from '../../../resources/examples/rings.json' with { type: 'json' };
import { trainedModel } from '../../helpers/trained-model.ts';

it('resources/examples/rings.json keeps the promise of its own description', () => {
  const model = trainedModel(parseExperiment(rings));
  expect(rings.description).toContain('at least 96 of 100 test points');
  expect(model.task).toBe('multiclass');
  expect(model.metrics.test!.classification!.accuracy).toBeGreaterThanOrEqual(0.96);
  const confusion = model.metrics.test!.classification!.confusion!;
  expect(confusion.flat().reduce((sum, count) => sum + count)).toBe(model.training!.rows.test);
});

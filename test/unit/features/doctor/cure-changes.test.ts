import { parseExperiment } from '@shared/schema/experiment.ts';
import { expect, it } from 'vitest';
import { changesText, cureChanges } from '../../../../src-renderer/features/doctor/cure-changes.ts';
import { changed, sgd } from '../../../helpers/patients.ts';
import { sketchExperiment } from '../../../helpers/experiments.ts';

it('says what a cure changes, setting by setting', () => {
  const experiment = changed(parseExperiment(sketchExperiment), { optimizer: sgd(0.5) });
  const change = () => changed(experiment, { optimizer: sgd(0.05), training: { batchSize: 64 } });
  expect(cureChanges({ label: 'Slower', change }, experiment)).toContain('Learning rate 0.5 → 0.05');
});

it('names three changes and counts the rest', () => {
  expect(changesText(['a', 'b'])).toBe('a, b');
  expect(changesText(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, 2 more');
});

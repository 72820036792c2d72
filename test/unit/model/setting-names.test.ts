import { describe, expect, it } from 'vitest';
import { settingName } from '@shared/model/setting-names.ts';
import { settingText } from '@shared/model/setting-text.ts';
import { settingsOf } from '@shared/model/settings.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { classificationJson } from '../../helpers/experiments.ts';

describe('names of settings', () => {
  it('have a label and a readable value for every setting of an experiment that uses most of what there is', () => {
    const settings = settingsOf(parseExperiment(classificationJson));
    for (const [path, value] of settings) {
      const { label } = settingName(path);
      expect(label, path).not.toMatch(/^(data|network|training)\./);
      expect(settingText(path, value), path).not.toBe('');
    }
  });

  it.each([
    ['data.source.inputs.a[1]', 'Input a, highest', 1, '1'],
    ['data.source.targets.sum', 'Formula of sum', 'a + b', 'a + b'],
    [
      'data.columns["age in [years]"].missing',
      'age in [years] · Missing values',
      'drop',
      'Leave the row out',
    ],
    ['data.split.order', 'Split · Order', 'as-is', 'In order'],
    ['data.split.seed', 'Split seed', 12345, '12345'],
    ['network.layers[11].type', 'Layer 12 · Kind', 'batch-normalization', 'Batch normalisation'],
    ['training.optimizer.type', 'Optimizer', 'adamw', 'AdamW'],
    ['training.schedule.type', 'Schedule', 'one-cycle', 'One cycle'],
    ['training.batchSize', 'Batch size', 'full', 'full'],
    ['training.optimizer.epsilon', 'ε', 1e-8, '1e−8'],
    ['training.shuffle', 'Shuffle rows', false, 'no'],
    ['data.columns["a\\q"].role', '"a\\q" · Role', 'input', 'Input'],
    ['training.unheard', 'unheard', null, 'none'],
  ])('%s is "%s"', (path, label, value, text) => {
    expect(settingName(path).label).toBe(label);
    expect(settingText(path, value)).toBe(text);
  });
});

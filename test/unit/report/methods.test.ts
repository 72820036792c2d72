import { originInWords } from '@shared/export/code/code-model.ts';
import { ACTIVATIONS } from '@shared/model/activations.ts';
import type { Experiment } from '@shared/model/experiment.ts';
import { INITIALIZERS } from '@shared/model/network.ts';
import { scheduleCatalog } from '@shared/model/schedule-catalog.ts';
import { optimizerCatalog } from '@shared/model/training-catalog.ts';
import { figuresOf } from '@shared/report/figures.ts';
import { referenceBibtex, referenceText } from '@shared/report/references/bibliography.ts';
import { citationsOf } from '@shared/report/references/own-citations.ts';
import { methodsOf } from '@shared/report/words/methods.ts';
import { describe, expect, it } from 'vitest';
import { mixedModel, modelOfAllLayers } from '../../helpers/exported-models.ts';
import { reportSubject } from '../../helpers/report-subjects.ts';

const base = mixedModel({});
const defaultsOf = (fields: Readonly<Record<string, { default: unknown }>>): object =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.default]));

/** The text about an experiment that differs from the usual one. */
function textFor(change: { training?: object; network?: object; data?: object }): string {
  const training = base.training!;
  const experiment = {
    ...training.experiment,
    data: { ...training.experiment.data, ...change.data },
    network: { ...training.experiment.network, ...change.network },
    training: { ...training.experiment.training, ...change.training },
  } as Experiment;
  const subject = reportSubject({ ...base, training: { ...training, experiment } });
  return methodsOf(subject, figuresOf(subject))
    .paragraphs.map(([heading, text]) => `${heading}. ${text}`)
    .join('\n');
}

describe('the methods text', () => {
  it.each(Object.entries(optimizerCatalog))(
    'names the optimizer %s with its settings and its source',
    (type, { label, fields }) => {
      const text = textFor({ training: { optimizer: { type, ...defaultsOf(fields) } } });
      expect(text.toLowerCase()).toContain(`with ${label.toLowerCase()} (`);
      expect(text).toMatch(/, (19|20)\d\d; [^)]*\)/);
      for (const { default: value } of Object.values(fields)) expect(text).toContain(String(value));
    },
  );

  it.each(Object.keys(scheduleCatalog))('tells the schedule %s where the rate changes', (type) => {
    const { label, fields } = scheduleCatalog[type as keyof typeof scheduleCatalog];
    const text = textFor({ training: { schedule: { type, ...defaultsOf(fields) } } });
    expect(text.includes(`the schedule “${label}”`)).toBe(type !== 'constant');
  });

  it.each(Object.keys(INITIALIZERS))('tells how the first weights came about: %s', (initializer) => {
    expect(textFor({ network: { initializer } })).toMatch(/first weights were drawn|All weights began/);
  });

  it.each([
    [{ training: { clipping: { by: 'norm', limit: 2 } } }, 'clipped by norm at 2 (Pascanu et al., 2013)'],
    [{ training: { warmUpEpochs: 3 } }, 'during the first 3 epochs (Goyal et al., 2017)'],
    [{ training: { earlyStopping: { patience: 7 } } }, 'after 7 epochs without a better loss'],
    [{ training: { batchSize: 'full' } }, 'all training rows in every step'],
    [{ training: { loss: 'huber', huberDelta: 2 } }, 'δ = 2) (Huber, 1964)'],
    [{ training: { classWeights: 'balanced' } }, 'all classes count the same (King & Zeng, 2001)'],
    [
      {
        data: { split: { ...base.training!.experiment.data.split, crossValidation: { folds: 5, fold: 2 } } },
      },
      'fold 2 of a 5-fold',
    ],
  ])('tells what was set: %j', (change, told) => {
    expect(textFor(change)).toContain(told);
  });

  it('claims no training of a model whose weights were given to it', () => {
    const training = base.training!;
    const initial = [{ W: [[1]], b: [0] }];
    const network = { ...training.experiment.network, initial };
    const experiment = { ...training.experiment, network };
    const model = { ...base, training: { ...training, experiment, epoch: 0, epochsDone: 0 } };
    const subject = reportSubject(model);
    const text = JSON.stringify(methodsOf(subject, figuresOf(subject)).paragraphs);
    expect(text).toContain('no epoch was trained in Ninestep');
    expect(text).not.toMatch(/trained to minimise|weights kept|Training and measurements/);
    expect(citationsOf(subject, 'x').join()).toContain('Model imported into Ninestep');
    expect(originInWords(model)).toBe('with weights that were given to Ninestep');
  });

  it('names the way of every column, and of missing values', () => {
    const text = textFor({});
    for (const way of [
      'one-hot encoded',
      'centred at the median',
      'turned into days',
      'Missing values were filled by the mean',
    ]) {
      expect(text).toContain(way);
    }
  });

  it('names every activation that is used', () => {
    const subject = reportSubject(modelOfAllLayers(Object.keys(ACTIVATIONS)));
    const text = JSON.stringify(methodsOf(subject, figuresOf(subject)).paragraphs);
    for (const source of ['Misra, 2020', 'Clevert et al., 2016', 'Hendrycks & Gimpel, 2016'])
      expect(text).toContain(source);
  });
});

describe('citations', () => {
  const subject = reportSubject({ ...base, name: 'Fish & chips: 50 % {off}_#1 \\ ~^' });
  const { bibliography } = methodsOf(subject, figuresOf(subject));

  it('are the works that the text names, each once, by their authors', () => {
    const keys = bibliography.named().map(([key]) => key);
    expect(keys).toEqual([...new Set(keys)].sort());
    expect(keys).toContain('kingma2015');
    for (const [, work] of bibliography.named())
      expect(referenceText(work)).toMatch(/\(\d{4}\)\. .+\. .+\.$/);
  });

  it('are BibTeX whose braces match, whatever the model is called', () => {
    const entries = [
      ...citationsOf(subject, subject.model.name),
      ...bibliography.named().map(([key, work]) => referenceBibtex(key, work)),
    ];
    for (const entry of entries) {
      const braces = entry.replace(/\\[{}]/g, '').match(/[{}]/g)!;
      let depth = 0;
      for (const brace of braces) depth += brace === '{' ? 1 : -1;
      expect(depth, entry).toBe(0);
      expect(entry).toMatch(/^@[a-z]+\{[A-Za-z0-9-]+,\n/);
    }
    expect(entries[1]).toContain(
      'Fish \\& chips: 50 \\% \\{off\\}\\_\\#1 \\textbackslash{} \\textasciitilde{}\\textasciicircum{}',
    );
  });
});

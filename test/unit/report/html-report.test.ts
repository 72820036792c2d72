import { decodeBase64 } from '@shared/core/base64.ts';
import { sha256BytesOfText } from '@shared/core/sha256.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { readEmbedded } from '@shared/report/embedded.ts';
import { htmlReport } from '@shared/report/html-report.ts';
import { findMalformed } from '@shared/report/well-formed.ts';
import { describe, expect, it } from 'vitest';
import { EXPORT_TASKS, mixedModel, modelOfAllLayers } from '../../helpers/exported-models.ts';
import {
  manyClassesModel,
  pageText,
  point,
  reportedPart,
  reportedRun,
  reportSubject,
} from '../../helpers/report-subjects.ts';
import { thrownBy } from '../../helpers/thrown.ts';

const models = EXPORT_TASKS.map(([name, changes]): [string, ModelFile] => [name, mixedModel(changes)]);
const [, numbers] = models[0]!;
const [, classes] = models[1]!;

describe('a report', () => {
  it.each(models)('of %s is well formed, the same every time, and carries its golden cases', (_, model) => {
    const page = htmlReport(reportSubject(model));
    expect(findMalformed(page)).toBeNull();
    expect(htmlReport(reportSubject(model))).toBe(page);
    const { checksum, goldenCases, run } = readEmbedded(page);
    expect({ checksum, goldenCases, run }).toEqual({
      checksum: model.checksum,
      goldenCases: model.goldenCases,
      run: 'run_0123456789ab',
    });
  });

  it('tells seeds, versions, settings and hashes as the record has them', () => {
    const text = pageText(htmlReport(reportSubject(numbers)));
    const { experiment, dataHash, engine } = numbers.training!;
    for (const part of [
      numbers.checksum,
      dataHash,
      `Ninestep ${engine.version}, backend ${engine.backend}`,
      `split ${String(experiment.data.split.seed)}, weight ${String(experiment.network.seed)}, training ${String(experiment.training.seed)}`,
      `${String(numbers.training!.rows.train)} rows for training`,
      'Adam (Kingma & Ba, 2015; learning rate 0.01, β₁ 0.9, β₂ 0.999, ε 1e-8)',
      'in batches of 16 rows',
      'double precision',
      'Report written by Ninestep 9.8.7',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('tells nothing of where the table lies', () => {
    const model = mixedModel({});
    const { experiment } = model.training!;
    const source = { ...experiment.data.source, path: '/home/someone/private/shops.csv' };
    const training = {
      ...model.training!,
      experiment: { ...experiment, data: { ...experiment.data, source } as never },
    };
    const page = htmlReport(reportSubject({ ...model, training }));
    expect(page).not.toContain('private');
    expect(page).toContain('shops.csv');
  });

  it('needs nothing from outside and runs nothing: its policy allows its own style alone', () => {
    const page = htmlReport(reportSubject(classes));
    const [, hash = ''] = /style-src &#39;sha256-([^&]+)&#39;/.exec(page)!;
    const [, style = ''] = /<style>([^<]*)<\/style>/.exec(page)!;
    expect(decodeBase64(hash)).toEqual(sha256BytesOfText(style));
    expect(page).toContain('default-src &#39;none&#39;');
    expect(page.match(/ (src|style|on\w+)="/g)).toBeNull();
    const links = page.match(/ href="[^"]*/g)!;
    expect(links.filter((link) => !/^ href="(#[a-z]+$|data:text\/csv;)/.test(link))).toEqual([]);
  });
});

describe('names that look like markup', () => {
  const tags = (page: string): string[] =>
    page.replace(/<(script|style)[^>]*>[^<]*/g, '').match(/<\/?[a-z0-9]+/gi) ?? [];
  const named = (name: string): ModelFile => ({
    ...classes,
    name,
    inputs: classes.inputs.map((input, i) => ({ ...input, name: `${name}${String(i)}` })),
    outputs: classes.outputs.map((output) => ({
      ...output,
      name: `${name} = ${output.class!.level}`,
      class: { ...output.class!, column: name },
    })),
  });
  const page = (name: string): string => {
    const model = named(name);
    const run = reportedRun(model);
    return htmlReport(
      reportSubject(model, { run: { ...run, marks: { ...run.marks, name, note: name, tags: [name] } } }),
    );
  };

  it.each([
    '<script>alert(1)</script>',
    '</td></table>',
    '"><img src=x onerror=y>',
    ']]>',
    "'; }</style><b>",
    '<!--',
  ])('are text: %s', (name) => {
    const hostile = page(name);
    expect(findMalformed(hostile)).toBeNull();
    expect(tags(hostile)).toEqual(tags(page('y'.repeat(name.length))));
    expect(pageText(hostile)).toContain(name);
  });
});

describe('test rows', () => {
  const metrics = { ...numbers.metrics, test: { ...numbers.metrics.train!, loss: 0.123456789 } };

  it('are not told while they are sealed', () => {
    const text = pageText(htmlReport(reportSubject(numbers)));
    expect(text).toContain('are sealed');
    expect(text).not.toContain('0.1235');
  });

  it('are told with the number of times that they were opened', () => {
    const model = { ...numbers, metrics };
    const run = reportedRun(numbers, { testOpenings: 3 });
    const text = pageText(htmlReport({ ...reportSubject(numbers), model, run }));
    expect(text).toContain('opened 3 times');
    expect(text).toContain('0.1235');
  });
});

describe('unusual models', () => {
  it('without a run are told by themselves', () => {
    const text = pageText(htmlReport(reportSubject(numbers, { run: null, table: 'A model file alone.' })));
    expect(text).toContain('A model file alone.');
    expect(text).not.toContain('run_');
  });

  it('of other programs have no training to tell', () => {
    const imported = { ...numbers, training: null, metrics: { train: null, validation: null, test: null } };
    const page = htmlReport(reportSubject(imported, { run: null }));
    expect(findMalformed(page)).toBeNull();
    expect(pageText(page)).toContain('trained by another program');
    const withRun = htmlReport(reportSubject(imported, { run: reportedRun(numbers, { points: [] }) }));
    expect(pageText(withRun)).toContain('no evaluations that could be drawn');
  });

  it('that diverged show gaps, and say so', () => {
    const losses = [1, 5, 1e300, NaN, Infinity];
    const points = losses.map((loss, epoch) => point(numbers, epoch, loss));
    const { record } = reportedRun(numbers);
    const run = reportedRun(numbers, {
      points,
      record: { ...record, status: 'diverged', reason: 'The loss is NaN.' },
    });
    const page = htmlReport(reportSubject(numbers, { run }));
    expect(findMalformed(page)).toBeNull();
    expect(pageText(page)).toContain('2 values are no finite number');
    // A file of the points says it; no place in a drawing may.
    expect(page.replace(/ href="[^"]*"/g, '')).not.toMatch(/="[^"]*(NaN|Infinity)/);
  });

  it.each([0, 1])('with %i evaluations have curves that can be drawn', (count) => {
    const points = [point(numbers, 0, 1)].slice(0, count);
    expect(htmlReport(reportSubject(numbers, { run: reportedRun(numbers, { points }) }))).not.toMatch(
      /="[^"]*NaN/,
    );
  });

  it('of every layer have a picture, and a layer table', () => {
    const model = modelOfAllLayers(['relu', 'gelu', 'mish']);
    const text = pageText(htmlReport(reportSubject(model)));
    for (const label of [
      'Batch norm',
      'Layer norm',
      'Residual',
      'Dropout',
      'Ioffe & Szegedy, 2015',
      'He et al., 2016',
    ]) {
      expect(text).toContain(label);
    }
  });

  it('with 200 columns and 60 classes stay readable: every class and column once, mistakes by their number', () => {
    const levels = Array.from({ length: 60 }, (_, k) => `class ${String(k)}`);
    const columns = Array.from({ length: 200 }, (_, i) => `a column with a long name, number ${String(i)}`);
    const model = manyClassesModel(numbers, levels, columns);
    const part = reportedPart(model, 'validation', 600);
    const table = { rows: 600, dropped: 2, columns: [], parts: [part] };
    const page = htmlReport(reportSubject(model, { table }));
    expect(findMalformed(page)).toBeNull();
    expect(page.length).toBeLessThan(600_000);
    const text = pageText(page);
    expect(text).toContain('a column with a long name, number 199');
    expect(text).toContain('Most frequent mistakes');
    expect(text).toContain('2 rows of the table were left out');
    expect(text).toContain(`${String(part.classes[0]!.mistakes)} mistakes`);
  });
});

describe('a report that was changed', () => {
  const page = htmlReport(reportSubject(numbers));

  it.each([2, 100, 5_000, 50_000])('by cutting off %i characters is refused', (cut) => {
    expect(thrownBy(() => readEmbedded(page.slice(0, -cut))).code).toBe('CHECKSUM_MISMATCH');
  });
});

import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { NO_MARKS, type RunEntry } from '@shared/model/run.ts';
import { settingsOf } from '@shared/model/settings.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { fieldOf, findField } from '@shared/runs/fields.ts';
import { groupRuns, rowsOfGroups, spreadOfColumn } from '@shared/runs/group.ts';
import { metricId, metricsOf, parseMetric } from '@shared/runs/metric-fields.ts';
import { settingFacts } from '@shared/runs/setting-facts.ts';
import { settingReader } from '@shared/runs/setting-reader.ts';
import { nextSort, sortRuns } from '@shared/runs/sort.ts';
import { spreadOf } from '@shared/runs/spread.ts';
import { tableToCsv, tableToJson } from '@shared/runs/table-export.ts';
import { deltaOf, deltaText } from '@shared/runs/value-text.ts';
import { experimentFiles } from '../../helpers/arbitrary-experiment.ts';
import { campaignSize, SEED } from '../../helpers/campaign.ts';
import { metricsPoint } from '../../helpers/metrics-points.ts';
import { madeEntry } from './made-entries.ts';

const namesOf = (runs: readonly RunEntry[]) => runs.map(({ name }) => name);
const tagged = (n: number, name: string, tags: string[], loss: number | null): RunEntry =>
  madeEntry(n, { name, marks: { ...NO_MARKS, tags }, best: loss === null ? null : metricsPoint(1, loss) });

const three = [tagged(3, 'c', ['x'], 0.3), tagged(2, 'b', [], NaN), tagged(1, 'a', ['x', 'y'], 0.1)];

describe('fields', () => {
  it('read every setting of any experiment by its path', () => {
    fc.assert(
      fc.property(experimentFiles, (file) => {
        const experiment = parseExperiment(file);
        for (const [path, value] of settingsOf(experiment)) {
          if (!/[.[\]]{2}|^[^.]*$/.test(path)) expect(settingReader(path)(experiment) ?? null).toBe(value);
        }
      }),
      { seed: SEED, numRuns: campaignSize(100, 2_000) },
    );
  });

  it('know figures by their ids, and every id leads back to its figure', () => {
    for (const ref of metricsOf(three)) expect(parseMetric(metricId(ref))).toEqual(ref);
    expect(parseMetric('loss')).toEqual({ when: 'best', part: null, metric: 'loss', target: 0 });
    expect(parseMetric('best:nothing')).toBeNull();
    expect(parseMetric('best:loss[1]')).toBeNull();
  });

  it('measure on the validation rows where there are any', () => {
    const run = madeEntry(1, { best: metricsPoint(1, 0.5, 0.75) });
    expect(fieldOf('best:loss').read(run)).toBe(0.75);
    expect(fieldOf('best:train.loss').read(run)).toBe(0.5);
    expect(fieldOf('best:accuracy').read(run)).toBeNull();
  });

  it('go by other names, too', () => {
    expect(findField('tag')).toBe(findField('tags'));
    expect(findField('learningRate')).toBe(findField('lr'));
    expect(findField('nothing')).toBeNull();
  });

  it('tell in which settings runs differ', () => {
    const { experiment } = madeEntry(1);
    const other = madeEntry(2, {
      experiment: { ...experiment, training: { ...experiment.training, epochs: 7 } },
    });
    const differing = settingFacts([madeEntry(1), other]).filter(({ differs }) => differs);
    expect(differing.map(({ path }) => path)).toEqual(['training.epochs']);
  });
});

describe('the order', () => {
  it('puts what is missing or no number last, in either direction', () => {
    const sorted = (direction: 'ascending' | 'descending') =>
      namesOf(sortRuns(three, [{ column: 'best:loss', direction }]));
    expect(sorted('ascending')).toEqual(['a', 'c', 'b']);
    expect(sorted('descending')).toEqual(['c', 'a', 'b']);
  });

  it('goes by several columns, and keeps equal runs as they come', () => {
    const sort = [
      { column: 'status', direction: 'ascending' },
      { column: 'name', direction: 'ascending' },
    ] as const;
    expect(namesOf(sortRuns(three, sort))).toEqual(['a', 'b', 'c']);
    expect(sortRuns(three, sort.slice(0, 1))).toEqual(three);
  });

  it('turns round at the second click, and lets an added column go at the third', () => {
    const once = nextSort([], 'name', false);
    expect(once).toEqual([{ column: 'name', direction: 'ascending' }]);
    expect(nextSort(once, 'name', false)).toEqual([{ column: 'name', direction: 'descending' }]);
    const added = nextSort(once, 'best:accuracy', true);
    expect(added).toEqual([...once, { column: 'best:accuracy', direction: 'descending' }]);
    const turned = nextSort(added, 'best:accuracy', true);
    expect(turned[1]).toEqual({ column: 'best:accuracy', direction: 'ascending' });
    expect(nextSort(turned, 'best:accuracy', true)).toEqual(once);
  });
});

describe('groups', () => {
  it('stand in the order of their first runs, those without a value last', () => {
    const groups = groupRuns([three[1]!, three[0]!, three[2]!], 'tag');
    expect(groups.map(({ label, runs }) => [label, ...namesOf(runs)])).toEqual([
      ['x', 'c', 'a'],
      ['Without a tag', 'b'],
    ]);
    expect(groupRuns(three, 'training.seed')[0]?.label).toContain('1');
  });

  it('hide the runs of those that are collapsed', () => {
    const groups = groupRuns(three, 'tag');
    const rows = rowsOfGroups(groups, new Set([groups[0]!.key]));
    expect(rows.map((row) => (row.kind === 'run' ? row.run.name : row.group.label))).toEqual([
      'x',
      'Without a tag',
      'b',
    ]);
  });

  it('tell mean and standard deviation over the numbers there are', () => {
    // 2, 4, 4, 4, 5, 5, 7, 9: mean 5, squares 32, so √(32/7).
    expect(spreadOf([2, 4, 4, 4, 5, 5, 7, 9, NaN])).toEqual({
      count: 8,
      mean: 5,
      deviation: Math.sqrt(32 / 7),
    });
    expect(spreadOf([3])).toEqual({ count: 1, mean: 3, deviation: null });
    expect(spreadOf([NaN])).toBeNull();
    expect(spreadOfColumn(groupRuns(three, 'tag')[0]!, 'best:loss')?.mean).toBeCloseTo(0.2);
  });
});

describe('a difference from the baseline', () => {
  const loss = fieldOf('best:loss');
  it.each([
    [0.3, 0.2, '+0.1 (+50 %)'],
    [0.1, 0.2, '−0.1 (−50 %)'],
    [0.201, 0.2, '+0.001 (+0.5 %)'],
    [1, 0, '+1'],
  ])('%d from %d is %s', (value, baseline, text) => {
    expect(deltaText(loss, deltaOf(value, baseline)!)).toBe(text);
  });

  it('is none where a number is missing, or the same', () => {
    expect(deltaOf(2, 2)).toBeNull();
    expect(deltaOf(null, 1)).toBeNull();
    expect(deltaOf(NaN, 1)).toBeNull();
    expect(deltaOf('adam', 'sgd')).toBeNull();
  });
});

describe('the table as a file', () => {
  const columns = ['name', 'created', 'spark', 'best:loss', 'tags', 'star'].map(fieldOf);

  it('is CSV with numbers in full, dates in ISO 8601, and no picture', () => {
    const [head, line] = tableToCsv(columns, [tagged(1, 'a "b", c', ['x', 'y'], 0.1 + 0.2)]).split('\r\n');
    expect(head).toBe('Name,When,Best loss,Tags,Starred');
    expect(line).toBe('"a ""b"", c",2026-11-01T12:01:00.000Z,0.30000000000000004,x; y,no');
  });

  it('holds no text that a spreadsheet takes for a formula, and all texts again when it is read', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (names) => {
        const runs = names.map((name, n) => madeEntry(n, { name: `${name}x` }));
        const { data } = Papa.parse<string[]>(tableToCsv([fieldOf('name')], runs), { newline: '\r\n' });
        names.forEach((name, n) => {
          const read = data[n + 1]![0]!;
          expect(read).not.toMatch(/^[=+\-@\t\r]/);
          expect(read === `${name}x` || read === `'${name}x`).toBe(true);
        });
      }),
      { seed: SEED },
    );
    expect(tableToCsv([fieldOf('name')], [madeEntry(1, { name: '=cmd()' })])).toContain("'=cmd()");
  });

  it('is JSON with a value for each column', () => {
    expect(JSON.parse(tableToJson(columns, [three[1]!]))).toEqual([
      {
        id: three[1]!.id,
        name: 'b',
        created: '2026-11-01T12:02:00.000Z',
        'best:loss': 'NaN',
        tags: [],
        star: false,
      },
    ]);
  });
});

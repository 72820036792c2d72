import { AppError } from '@shared/core/errors.ts';
import { sha256HexOfText } from '@shared/core/sha256.ts';
import { parseExperiment } from '@shared/schema/experiment.ts';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportModel, exportModelFile } from '../../../../src-main/service/export-model.ts';
import { RUN_FILES } from '../../../../src-main/storage/paths.ts';
import { writeMarks } from '../../../../src-main/storage/run-marks.ts';
import { TestOpenings } from '../../../../src-main/storage/test-openings.ts';
import { suggestedFor } from '../../../helpers/bundled-experiments.ts';
import { pageText } from '../../../helpers/report-subjects.ts';
import { finishedRun } from '../../../helpers/runs.ts';
import { tempFolder } from '../../../helpers/temp-folder.ts';
import { rejectionOf } from '../../../helpers/thrown.ts';

const REPORT = { format: 'report', numbers: 'readable' } as const;
const TABLES = { format: 'tables', numbers: 'readable' } as const;

const place = (name: string) => ({ path: join(tempFolder(), name), replaces: 'nothing' }) as const;
const irisRun = async () => (await finishedRun(await suggestedFor('iris', 5))).directory;

async function reportOf(directory: string): Promise<string> {
  const to = place('report.html');
  const { largestDifference, notRun, goldenCases } = await exportModel(directory, REPORT, to);
  expect({ largestDifference, notRun }).toEqual({ largestDifference: 0, notRun: null });
  expect(goldenCases).toBeGreaterThan(10);
  return pageText(await readFile(to.path, 'utf8'));
}

describe('a report of a run', () => {
  it('measures the model on its table, but for the rows that are sealed', async () => {
    const text = await reportOf(await irisRun());
    expect(text).toContain('Confusion matrix of species');
    expect(text).toContain('are sealed');
    expect(text).not.toMatch(/on the test rows: /i);
  });

  it('measures it on the test rows, too, once they were opened', async () => {
    const directory = await irisRun();
    await new TestOpenings().add(directory, new Date(0));
    const text = await reportOf(directory);
    expect(text).toContain('opened once before');
    expect(text).toMatch(/On the test rows: accuracy/);
  });

  it('is called as a person calls the run', async () => {
    const directory = await irisRun();
    await writeMarks(directory, {
      name: 'Best of all',
      tags: ['paper'],
      note: 'For figure 2.',
      isStarred: true,
      color: null,
    });
    const text = await reportOf(directory);
    for (const part of ['Best of all', 'paper', 'For figure 2.']) expect(text).toContain(part);
  });

  it('goes without the table where that is gone, and does not say where it lay', async () => {
    const folder = tempFolder();
    const path = join(folder, 'points.csv');
    const table = `x,y\n${Array.from({ length: 40 }, (_, k) => `${String(k)},${String(2 * k)}`).join('\n')}\n`;
    await writeFile(path, table);
    const source = {
      kind: 'file',
      path,
      format: { type: 'csv' },
      rows: 40,
      hash: `sha256:${sha256HexOfText(table)}`,
    };
    const columns = [
      { name: 'x', type: 'number', role: 'input' },
      { name: 'y', type: 'number', role: 'target' },
    ];
    const json = {
      format: 'ninestep-experiment',
      version: 1,
      name: 'points',
      data: { source, columns },
      training: { epochs: 3 },
    };
    const { directory } = await finishedRun(parseExperiment(json));
    await appendFile(path, '1,2\n');
    const text = await reportOf(directory);
    expect(text).toContain('tells what the run wrote down');
    expect(text).not.toContain(folder);
  });
});

describe('a report of a model file', () => {
  it('says that there is no run', async () => {
    const directory = await irisRun();
    const to = place('report.html');
    await exportModelFile(join(directory, RUN_FILES.model), REPORT, to);
    expect(pageText(await readFile(to.path, 'utf8'))).toContain('of a model file alone');
  });
});

describe('exported tables', () => {
  it('lie beside one another, and are proved by their golden cases', async () => {
    const to = place('iris.csv');
    const { goldenCases, largestDifference, files } = await exportModel(await irisRun(), TABLES, to);
    expect(largestDifference).toBe(0);
    expect(goldenCases).toBeGreaterThan(10);
    const names = await readdir(join(to.path, '..'));
    expect(names.sort()).toEqual(files.map(({ name }) => name).sort());
    expect(names).toEqual(
      expect.arrayContaining(['iris.csv', 'iris-curves.csv', 'iris-predictions.csv', 'iris-network.svg']),
    );
  });

  it('are refused as long as one of them is there already', async () => {
    const to = place('iris.csv');
    await writeFile(join(to.path, '..', 'iris-layers.csv'), 'mine');
    const error = await rejectionOf(exportModel(await irisRun(), TABLES, to));
    expect(error).toBeInstanceOf(AppError);
    expect(error.code).toBe('TARGET_EXISTS');
    expect(await readdir(join(to.path, '..'))).toEqual(['iris-layers.csv']);
  });
});

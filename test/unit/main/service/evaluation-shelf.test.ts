import { prepareExperiment } from '@shared/data/prepare.ts';
import type { RawTable } from '@shared/data/raw-table.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { EvaluationShelf } from '../../../../src-main/service/evaluation-shelf.ts';
import { answererFor } from '../../../../src-main/trainer/answering.ts';
import { mixedExperiment, mixedTable } from '../../../helpers/mixed-table.ts';
import { trainedModel } from '../../../helpers/trained-model.ts';

const experiment = mixedExperiment();
const table = mixedTable(200, 4);
const model = trainedModel(experiment, table);

/** What the files hold, for the edge: the disk. */
let onDisk: { models: Map<string, ModelFile>; table: RawTable };
let shelf: EvaluationShelf;

beforeEach(() => {
  onDisk = { models: new Map([['one', model]]), table };
  shelf = new EvaluationShelf({
    model: (directory) => Promise.resolve(onDisk.models.get(directory)!),
    table: () => Promise.resolve(onDisk.table),
    answerer: answererFor,
  });
});

const open = (directory: string) => shelf.open({ directory, experiment });

describe('EvaluationShelf', () => {
  it('answers a part once, also when it is asked for twice at the same time', async () => {
    const opened = await open('one');
    const [first, second] = await Promise.all([shelf.part(opened, 'train'), shelf.part(opened, 'train')]);
    expect(second).toBe(first);
    expect(await shelf.part(await open('one'), 'train')).toBe(first);
  });

  it('forgets the answers when the model or the table is another', async () => {
    const before = await open('one');
    onDisk.models.set('one', structuredClone(model));
    const withOtherModel = await open('one');
    expect(withOtherModel).not.toBe(before);
    onDisk.table = { ...table };
    expect(await open('one')).not.toBe(withOtherModel);
  });

  it('keeps two models, the ones that were looked at last', async () => {
    for (const name of ['two', 'three']) onDisk.models.set(name, model);
    const [one, two] = [await open('one'), await open('two')];
    expect(await open('one')).toBe(one);
    await open('three');
    expect(await open('one')).toBe(one);
    expect(await open('two')).not.toBe(two);
  });

  it('refuses a table whose values are others, and evaluates nothing', async () => {
    onDisk.table = mixedTable(200, 5);
    expect(prepareExperiment(experiment, onDisk.table).hash).not.toBe(model.training!.dataHash);
    await expect(open('one')).rejects.toMatchObject({ code: 'DATA_CHANGED', at: 'data.source' });
  });

  it('refuses a part without rows, and can be asked again', async () => {
    const { split } = experiment.data;
    const whole = { ...experiment.data, split: { ...split, train: 1, validation: 0, test: 0 } };
    const other = { ...experiment, data: whole };
    onDisk.models.set('whole', trainedModel(other, table));
    const opened = await shelf.open({ directory: 'whole', experiment: other });
    for (let times = 0; times < 2; times++) {
      await expect(shelf.part(opened, 'test')).rejects.toMatchObject({ code: 'NO_ROWS', at: 'part' });
    }
  });
});

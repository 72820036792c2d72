import { createPredictor } from '@shared/export/predictor.ts';
import { tfjsFiles } from '@shared/export/tfjs/tfjs-files.ts';
import { readModel, type ReadModel } from '@shared/import/read-model.ts';
import type { ModelFile } from '@shared/model/model-file.ts';
import { describe, expect, it } from 'vitest';
import { smallExperiment } from '../../helpers/experiments.ts';
import { EXPORT_TASKS, mixedModel } from '../../helpers/exported-models.ts';
import { withValue } from '../../helpers/json-path.ts';
import { flatten, largestRelativeError } from '../../helpers/numbers.ts';
import { trainedModel } from '../../helpers/trained-model.ts';

const FLOAT32 = 1e-5;

/** What comes back of a model that was exported for TensorFlow.js; `change`: to its `model.json`. */
function comeBack(model: ModelFile, change = (file: unknown) => file): Promise<ReadModel> {
  const { main, beside } = tfjsFiles({ model, base: 'model' });
  const contentOf = (name: string) => beside!.find((own) => own.name === name)!.content as Uint8Array;
  return readModel({
    bytes: new TextEncoder().encode(JSON.stringify(change(JSON.parse(main as string)))),
    base: 'elsewhere',
    readBeside: (name) => Promise.resolve(contentOf(name)),
  });
}

describe('an own export for TensorFlow.js that is imported', () => {
  it('has its own name and columns, and answers raw rows, where all columns are plain numbers', async () => {
    const model = trainedModel(smallExperiment());
    const { model: back, warnings } = await comeBack(model);
    const namesOf = (own: ModelFile) => [own.inputs, own.outputs].map((list) => list.map(({ name }) => name));
    expect(back.name).toBe(model.name);
    expect(back.task).toBe(model.task);
    expect(namesOf(back)).toEqual(namesOf(model));
    expect(warnings).toEqual([]);
    const rows = model.goldenCases.map(({ inputs }) => inputs);
    const [answers, expected] = [back, model].map((own) => flatten(rows.map(createPredictor(own))));
    expect(largestRelativeError(answers!, expected!)).toBeLessThanOrEqual(FLOAT32);
  });

  it.each(EXPORT_TASKS)('tells which numbers the module beside it prepares: %s', async (_task, changes) => {
    const model = mixedModel(changes);
    const { model: back, warnings } = await comeBack(model);
    expect(back.name).toBe(model.name);
    expect(back.task).toBe(model.task);
    expect(back.outputs.map((output) => output.class)).toEqual(model.outputs.map((output) => output.class));
    for (const { name } of model.inputs) {
      expect(back.inputs.some((own) => own.name === name || own.name.startsWith(`${name} (prepared`))).toBe(
        true,
      );
    }
    expect(warnings).toEqual([expect.stringMatching(/^Some columns are prepared/)]);
  });

  it.each([
    ['other columns than the network takes', 'inputs[0].values', 7],
    ['a column without a name', 'inputs[0].name', null],
    ['a task that there is not', 'task', 'guess'],
  ])('is read as any other where it claims %s', async (_what, path, value) => {
    const at = `userDefinedMetadata.ninestep.${path}`;
    const { model } = await comeBack(trainedModel(smallExperiment()), (file) =>
      withValue(file as object, at, value),
    );
    expect(model.inputs.map(({ name }) => name)).toEqual(['x1', 'x2']);
  });
});

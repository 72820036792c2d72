import { javascriptModule } from '@shared/export/code/javascript.ts';
import { predictedClasses } from '@shared/export/predicted-classes.ts';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EXPORT_TASKS, mixedModel, modelOfAllLayers, rawCases } from '../../helpers/exported-models.ts';
import { tempFolder } from '../../helpers/temp-folder.ts';

interface Module {
  classify?: (row: unknown) => Record<string, string>;
}

async function imported(text: string): Promise<Module> {
  const path = join(tempFolder(), 'model.mjs');
  writeFileSync(path, text);
  return (await import(pathToFileURL(path).href)) as Module;
}

describe('classify of a JavaScript module', () => {
  it.each(EXPORT_TASKS.slice(1))('names the classes that the app does: %s', async (_what, changes) => {
    const model = mixedModel(changes);
    const { rows, expected } = rawCases(model);
    const { classify } = await imported(javascriptModule(model));
    const classes = expected.map((values) =>
      predictedClasses(model.outputs, values).map(({ column, level }) => [column, level]),
    );
    expect(rows.map((row) => Object.entries(classify!(row)))).toEqual(classes);
  });

  it('is not there where a model answers with numbers', async () => {
    expect(await imported(javascriptModule(modelOfAllLayers([])))).not.toHaveProperty('classify');
  });
});

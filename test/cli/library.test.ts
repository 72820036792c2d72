import { exportedModelJson } from '@shared/export/model-json.ts';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { ninestep } from '../helpers/cli.ts';
import { EXPORT_TASKS, mixedModel, rawCases } from '../helpers/exported-models.ts';
import { tempFolder } from '../helpers/temp-folder.ts';

const MODULE = 'ninestep-predictor.mjs';
const DECLARATIONS = 'ninestep-predictor.d.mts';
/** Docs say how large it is. */
const MOST_BYTES = 26_000;

async function writeLibrary(cwd: string): Promise<void> {
  const { code, stdout, stderr } = await ninestep(['library', '--out', MODULE], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ files: [{ name: MODULE }, { name: DECLARATIONS }] });
  expect(readdirSync(cwd).sort()).toEqual([DECLARATIONS, MODULE]);
}

/** What a user writes, who has read docs/library.md and nothing else. */
const PROGRAM = `
import { readFileSync } from 'node:fs';
import { loadModel } from './${MODULE}';
const model = loadModel(readFileSync('model.json', 'utf8'));
const rows = JSON.parse(readFileSync('rows.json', 'utf8'));
console.log(JSON.stringify(rows.map((row) => model.predictValues(row))));
`;

describe('ninestep library', () => {
  it.each(EXPORT_TASKS)(
    'writes what answers 1,000 rows in plain Node to the bits of the app: %s',
    async (_task, changes) => {
      const folder = tempFolder();
      await writeLibrary(folder);
      const model = mixedModel(changes);
      const { rows, expected } = rawCases(model);
      writeFileSync(join(folder, 'model.json'), exportedModelJson(model, 'base64'));
      writeFileSync(join(folder, 'rows.json'), JSON.stringify(rows));
      writeFileSync(join(folder, 'program.mjs'), PROGRAM);
      const told = execFileSync(process.execPath, ['program.mjs'], {
        cwd: folder,
        encoding: 'utf8',
        env: {},
      });
      expect(JSON.parse(told)).toEqual(expected);
    },
  );

  it('writes a small module that imports nothing, typed for strict TypeScript', async () => {
    const folder = tempFolder();
    await writeLibrary(folder);
    const text = readFileSync(join(folder, MODULE), 'utf8');
    expect(text.length).toBeLessThan(MOST_BYTES);
    expect(text).not.toMatch(/\bimport\b|\brequire\b|\bprocess\b/);
    const program = join(folder, 'program.mts');
    writeFileSync(
      program,
      `import { loadModel, ModelError } from './${MODULE}';
       const { inputs, predict } = loadModel('{}');
       const name: string = inputs[0]!.name;
       const answer: string | number | undefined = predict({ a: 1, b: null, c: new Date(0) })[name];
       try { loadModel({}); } catch (error) { if (error instanceof ModelError) console.log(error.code === 'FILE_TOO_NEW', answer); }
       // @ts-expect-error: no cell is a list
       predict({ a: [1] });`,
    );
    expect(problemsOf(program)).toEqual([]);
  });

  it('replaces nothing unless told to, and wants a name that is one of a module', async () => {
    const cwd = tempFolder();
    writeFileSync(join(cwd, DECLARATIONS), 'mine');
    const refused = await ninestep(['library', '--out', MODULE], { cwd });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toMatch(/\[TARGET_EXISTS\]\n$/);
    expect(readdirSync(cwd)).toEqual([DECLARATIONS]);
    expect((await ninestep(['library', '--out', MODULE, '--force'], { cwd })).code).toBe(0);
    const misnamed = await ninestep(['library', '--out', 'predictor.js'], { cwd });
    expect(misnamed.stderr).toContain('--out must end with .mjs');
  });
});

function problemsOf(path: string): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    types: [],
  };
  const found = ts.getPreEmitDiagnostics(ts.createProgram([path], options));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
